import type { Draft } from '@tayninh/shared/features/dossiers/dossiers.contract';
import type { FormComponent } from '@tayninh/shared/features/procedures/e-form';
import { UPLOAD_TYPES } from '@tayninh/shared/features/uploads/upload-rules';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ActButton } from '../../components/act-button.tsx';
import { Icon } from '../../components/icon.tsx';
import { NamedModal } from '../../components/named-modal.tsx';
import { pdfOfPages } from '../../components/photos/pages-to-pdf.ts';
import { preparePhoto } from '../../components/photos/photo.ts';
import { usePhotoReview } from '../../components/photos/photo-review.tsx';
import { Tag } from '../../components/rows.tsx';
import type { DraftEditor, DraftFile } from './draft-editor.ts';
import { addPaper, dropUpload, type PaperUpload, pictureOf, retryUpload, sentPageOf } from './paper-uploads.ts';

interface Props {
  readonly part: FormComponent;
  /** In which form the case needs it, when the checklist says. */
  readonly need?: string | null;
  readonly editor: DraftEditor;
  /** All files of the draft, in order. */
  readonly files: readonly DraftFile[];
  /** Their names, as the server last told. */
  readonly described: Draft['files'];
  readonly uploads: readonly PaperUpload[];
  /** Another way to have this paper, while there is none yet. */
  readonly offer?: ReactNode;
}

/** One paper: its pages in order, each with its state in words, and two ways to add one. */
export function PaperCard({ part, need, editor, files, described, uploads, offer }: Props) {
  const { t } = useTranslation();
  const [toRemove, setToRemove] = useState<{ fileId: string; no: number } | null>(null);
  const pages = files.filter(({ componentId }) => componentId === part.id);
  const sending = uploads.filter(({ componentId }) => componentId === part.id);
  const isRefused = (fileId: string) => described.some((file) => file.fileId === fileId && file.check === 'refused');
  const nameOf = (fileId: string) => described.find((file) => file.fileId === fileId)?.name ?? '';
  const move = (fileId: string, by: -1 | 1) =>
    editor.changeFiles((all) => {
      const own = all.filter(({ componentId }) => componentId === part.id);
      const at = own.findIndex((file) => file.fileId === fileId);
      const [one, other] = [own[at], own[at + by]];
      if (!one || !other) return all;
      return all.map((file) => (file === one ? other : file === other ? one : file));
    });
  const isEmpty = pages.length + sending.length === 0;
  const review = usePhotoReview((file) => addPaper(editor, part.id, file));
  const shots = pages.flatMap(({ fileId }) => sentPageOf(fileId) ?? []);
  const turn = async (fileId: string, page: File) => addPaper(editor, part.id, await preparePhoto(page, 1), [fileId]);
  const join = async () =>
    addPaper(
      editor,
      part.id,
      await pdfOfPages(shots, part.name),
      pages.map(({ fileId }) => fileId),
    );
  return (
    <>
      <section className="card papers-card" id={`paper-${part.id}`} tabIndex={-1} aria-labelledby={`paper-${part.id}-name`}>
        <div className="stack-s">
          <h2 id={`paper-${part.id}-name`}>{part.name}</h2>
          {need && <p>{need}</p>}
          {part.hint && <p className="dim">{part.hint}</p>}
          {isEmpty && <p className="small">{t(part.required ? 'papers.required' : 'papers.optional')}</p>}
        </div>
        {!isEmpty && (
          <ol className="list">
            {pages.map((file, index) => {
              const no = index + 1;
              return (
                <Shot
                  key={file.fileId}
                  picture={pictureOf(file.fileId)}
                  title={t('papers.page', { no })}
                  name={nameOf(file.fileId)}
                  isBad={isRefused(file.fileId)}
                >
                  <Looked file={described.find(({ fileId }) => fileId === file.fileId)} />
                  <div className="shot-acts">
                    <Small
                      icon="up"
                      label={t('papers.moveUp', { no })}
                      text={t('papers.up')}
                      off={index === 0}
                      onPress={() => move(file.fileId, -1)}
                    />
                    <Small
                      icon="down"
                      label={t('papers.moveDown', { no })}
                      text={t('papers.down')}
                      off={index === pages.length - 1}
                      onPress={() => move(file.fileId, 1)}
                    />
                    <Turn no={no} page={sentPageOf(file.fileId)} onPress={(page) => void turn(file.fileId, page)} />
                    <Small
                      icon="trash"
                      label={t('papers.removeNamed', { no, paper: part.name })}
                      text={t('papers.drop')}
                      onPress={() => setToRemove({ fileId: file.fileId, no })}
                    />
                  </div>
                </Shot>
              );
            })}
            {sending.map((upload, index) => (
              <Sending key={upload.key} upload={upload} no={pages.length + index + 1} onDrop={() => dropUpload(upload.key)} />
            ))}
          </ol>
        )}
        {isEmpty && offer}
        <div className="btn-row">
          <Pick
            icon="camera"
            text={t(isEmpty ? 'papers.take' : 'papers.more')}
            label={t('papers.takeNamed', { paper: part.name })}
            isCamera
            onPick={(chosen) => void review.take(chosen)}
          />
          <Pick
            icon="upload"
            text={t('papers.choose')}
            label={t('papers.chooseNamed', { paper: part.name })}
            onPick={(chosen) => void review.take(chosen)}
          />
        </div>
        {shots.length > 1 && shots.length === pages.length && sending.length === 0 && (
          <ActButton kind="quiet" onPress={join}>
            {t('papers.join', { count: shots.length })}
          </ActButton>
        )}
      </section>
      {review.sheet}
      {toRemove && (
        <NamedModal title={t('papers.removeTitle')} description={t('papers.removeText')} onClose={() => setToRemove(null)}>
          <div className="stack modal-acts">
            <ActButton
              onPress={() => {
                editor.changeFiles((all) => all.filter(({ fileId }) => fileId !== toRemove.fileId));
                setToRemove(null);
              }}
            >
              {t('papers.remove')}
            </ActButton>
            <ActButton kind="quiet" onPress={() => setToRemove(null)}>
              {t('papers.keep')}
            </ActButton>
          </div>
        </NamedModal>
      )}
    </>
  );
}

/** What the look at a file that arrived came to. */
function Looked({ file }: { file: Draft['files'][number] | undefined }) {
  const { t } = useTranslation();
  if (file?.trouble)
    return (
      <div role="status">
        <Tag icon="alert" tone="you">
          {t('papers.refused')}
        </Tag>
        <p>{t(`papers.trouble.${file.trouble}`)}</p>
      </div>
    );
  const isLooking = file?.check === 'checking';
  return (
    <span role="status">
      <Tag icon={isLooking ? 'sync' : 'check'} tone={isLooking ? 'wait' : 'go'}>
        {t(isLooking ? 'papers.checking' : 'papers.sent')}
      </Tag>
    </span>
  );
}

function Sending({ upload, no, onDrop }: { upload: PaperUpload; no: number; onDrop: () => void }) {
  const { t } = useTranslation();
  const isFailed = upload.state === 'failed';
  return (
    <Shot picture={pictureOf(upload.key)} title={t('papers.page', { no })} name={upload.name} isBad={isFailed}>
      {isFailed ? (
        <>
          <Tag icon="alert" tone="you">
            {t('papers.failed')}
          </Tag>
          {upload.reason && upload.reason !== 'failed' && <p>{t(`papers.${upload.reason}`)}</p>}
          <div className="shot-acts">
            {upload.canRetry && <Small icon="sync" text={t('papers.again')} onPress={() => retryUpload(upload.key)} />}
            <Small icon="trash" text={t('papers.drop')} onPress={onDrop} />
          </div>
        </>
      ) : (
        <>
          <span role="status">
            <Tag icon="upload" tone="wait">
              {upload.state === 'waiting' ? t('papers.waiting') : t('papers.sending', { percent: upload.percent })}
            </Tag>
          </span>
          <div className="track blue" aria-hidden="true">
            <i style={{ width: `${upload.percent}%` }} />
          </div>
          <p className="small dim">{t(upload.isKept ? 'papers.resumes' : 'papers.stayOpen')}</p>
        </>
      )}
    </Shot>
  );
}

function Shot(props: { picture: string | undefined; title: string; name: string; isBad?: boolean; children: ReactNode }) {
  return (
    <li className={props.isBad ? 'shot you' : 'shot'}>
      <div className="thumb">{props.picture ? <img src={props.picture} alt="" /> : <Icon name="paper" />}</div>
      <div className="grow">
        <span className="t">{props.title}</span>
        {props.name && <span className="small file-name">{props.name}</span>}
        {props.children}
      </div>
    </li>
  );
}

interface SmallProps {
  readonly icon: 'up' | 'down' | 'trash' | 'sync';
  readonly text: string;
  readonly label?: string;
  readonly off?: boolean;
  readonly onPress: () => void;
}
const Small = ({ icon, text, label, off = false, onPress }: SmallProps) =>
  off ? null : (
    <button type="button" className="link" aria-label={label} onClick={onPress}>
      <Icon name={icon} className="i-s" />
      {text}
    </button>
  );

function Turn({ no, page, onPress }: { no: number; page: File | undefined; onPress: (page: File) => void }) {
  const { t } = useTranslation();
  return page ? <Small icon="sync" label={t('papers.turnNamed', { no })} text={t('papers.turn')} onPress={() => onPress(page)} /> : null;
}

interface PickProps {
  readonly icon: 'camera' | 'upload';
  readonly text: string;
  readonly label: string;
  readonly isCamera?: boolean;
  readonly onPick: (files: readonly File[]) => void;
}

/** A plain file input works in every web view and, unlike Zalo's own picker, also answers when one changes one's mind. */
function Pick({ icon, text, label, isCamera = false, onPick }: PickProps) {
  return (
    <label className="btn second pick">
      <Icon name={icon} className="i-s" />
      <span aria-hidden="true">{text}</span>
      <input
        type="file"
        aria-label={label}
        accept={isCamera ? 'image/*' : UPLOAD_TYPES.join(',')}
        {...(isCamera ? { capture: 'environment' as const } : { multiple: true })}
        onChange={(event) => {
          onPick(Array.from(event.target.files ?? []));
          event.target.value = '';
        }}
      />
    </label>
  );
}

/** What was on its way when the app was closed, as long as it is on its way again. */
export function ResumedLine({ uploads }: { uploads: readonly PaperUpload[] }) {
  const { t } = useTranslation();
  const count = uploads.filter(({ isResumed, state }) => isResumed && state !== 'failed').length;
  if (count === 0) return null;
  return (
    <p className="note info" role="status">
      <Icon name="upload" />
      <span>{t('papers.resumed', { count })}</span>
    </p>
  );
}
