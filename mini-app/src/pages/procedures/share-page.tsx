import type { ProcedureDetail } from '@tayninh/shared/features/procedures/procedures.contract';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router-dom';
import { useSnackbar } from 'zmp-ui';
import { ActButton } from '../../components/act-button.tsx';
import { Answer } from '../../components/faces.tsx';
import { Icon } from '../../components/icon.tsx';
import { QrCode } from '../../components/qr-code.tsx';
import { qrPicture } from '../../components/qr-picture.ts';
import { Screen } from '../../components/screen.tsx';
import { procedureLink } from '../../features/procedures/procedure-links.ts';
import { useProcedure } from '../../features/procedures/use-procedures.ts';
import { isDenied, saveToGallery, shareLink } from '../../zalo/zalo-host.ts';

/** `/procedures/:code/share`: a procedure for somebody else, as a link or as a code to scan. Nothing of one's own goes along. */
export function SharePage() {
  const { t } = useTranslation();
  const { code = '' } = useParams();
  const procedure = useProcedure(code);
  return (
    <Screen title={t('share.title')} back={`/procedures/${code}`} tight>
      <Answer query={procedure}>{(data) => <Share procedure={data} />}</Answer>
    </Screen>
  );
}

function Share({ procedure: { code, plainName } }: { procedure: ProcedureDetail }) {
  const { t } = useTranslation();
  const { openSnackbar } = useSnackbar();
  const link = procedureLink(code);
  const say = (key: 'copied' | 'notCopied' | 'saved' | 'notSaved') =>
    openSnackbar({ text: t(`share.${key}`), type: 'default', duration: 5_000 });
  // not every web view has a clipboard: the link stands on the page, to be held and copied
  const copy = () =>
    navigator.clipboard.writeText(link).then(
      () => say('copied'),
      () => say('notCopied'),
    );
  const save = () => saveToGallery(qrPicture({ heading: t('app.name'), content: link, title: plainName, lines: [t('share.scan')] }));
  const attempt = (act: () => Promise<unknown>, failed: (error: unknown) => unknown) => void (async () => act())().catch(failed);
  return (
    <>
      <h1>{plainName}</h1>
      <section className="card center">
        <div className="qr large">
          <QrCode content={link} label={t('share.qr', { name: plainName })} />
        </div>
        <p>{t('share.scan')}</p>
        <p className="small link-text">{link}</p>
      </section>
      <div className="stack">
        <ActButton
          onPress={() =>
            attempt(
              () => shareLink(link),
              (error) => !isDenied(error) && attempt(copy, () => say('notCopied')),
            )
          }
        >
          <Icon name="share" className="i-s" />
          {t('share.zalo')}
        </ActButton>
        <ActButton kind="second" onPress={() => attempt(copy, () => say('notCopied'))}>
          <Icon name="paper" className="i-s" />
          {t('share.copy')}
        </ActButton>
        <ActButton
          kind="second"
          onPress={() =>
            attempt(
              () => save().then(() => say('saved')),
              () => say('notSaved'),
            )
          }
        >
          <Icon name="load" className="i-s" />
          {t('share.save')}
        </ActButton>
      </div>
    </>
  );
}
