import { Button, Input, Modal } from 'antd';
import { useState } from 'react';
import { Field } from '../../components/field.tsx';

const LEAST = 3;

/** A button for what needs a written reason: asks, then does. */
export function WithReason({
  label,
  title,
  children,
  confirm,
  isDanger = false,
  isBusy,
  onDone,
}: {
  label: string;
  title: string;
  children: string;
  confirm: string;
  isDanger?: boolean;
  isBusy: boolean;
  onDone: (reason: string) => Promise<unknown>;
}) {
  const [isOpen, setOpen] = useState(false);
  const [reason, setReason] = useState('');
  const close = () => setOpen(false);
  return (
    <>
      <Button danger={isDanger} onClick={() => setOpen(true)}>
        {label}
      </Button>
      <Modal
        open={isOpen}
        title={title}
        onCancel={close}
        destroyOnHidden
        okText={confirm}
        cancelText="Thôi"
        okButtonProps={{ danger: isDanger, disabled: reason.trim().length < LEAST, loading: isBusy }}
        onOk={() => onDone(reason.trim()).then(close, close)}
      >
        <p>{children}</p>
        <Field>
          Lý do
          <Input.TextArea autoFocus rows={3} maxLength={500} value={reason} onChange={(event) => setReason(event.target.value)} />
        </Field>
      </Modal>
    </>
  );
}
