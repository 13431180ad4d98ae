import type { PaymentMethod } from '@tayninh/shared/features/payments/payments.contract';
import { useTranslation } from 'react-i18next';

interface Props {
  readonly methods: readonly PaymentMethod[];
  readonly value: PaymentMethod | undefined;
  readonly onChange: (method: PaymentMethod) => void;
}

export function MethodChoice({ methods, value, onChange }: Props) {
  const { t } = useTranslation();
  return (
    <fieldset className="ways">
      <legend className="t">{t('payment.how')}</legend>
      <div className="list">
        {methods.map((method) => (
          <label key={method} className="row pay-way">
            <input type="radio" name="method" checked={method === value} onChange={() => onChange(method)} />
            <span className="grow">
              <span className="t">{t(`payment.method.${method}`)}</span>
              <span className="dim block">{t(`payment.methodText.${method}`)}</span>
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
