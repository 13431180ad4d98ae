import { useMutation } from '@tanstack/react-query';
import type { DossierDetail } from '@tayninh/shared/features/dossiers/dossiers.contract';
import { useTranslation } from 'react-i18next';
import { useSnackbar } from 'zmp-ui';
import { api } from '../../api/bff.ts';
import { apiBase } from '../../api/transport.ts';
import { errorWords } from '../../components/error-words.ts';
import { openPdf } from '../../components/open-pdf.ts';
import { Row } from '../../components/rows.tsx';
import { ZaloError } from '../../zalo/zalo-host.ts';

type Kind = 'filing' | 'reception';

/** The papers to keep: form 01 as soon as there is one, and our own receipt from the first moment. */
export function ReceiptFiles({ dossier: { id, timeline } }: { dossier: DossierDetail }) {
  const { t } = useTranslation();
  const { openSnackbar } = useSnackbar();
  const isReceived = timeline.some(({ status }) => status === 2 || status === 4);
  const open = useMutation({
    mutationFn: async (kind: Kind) => {
      await openPdf(async () => {
        const { path, name } = await api('POST /v1/dossiers/:id/receipt/tickets', { params: { id }, query: { kind } });
        return { url: apiBase() + path, name };
      });
    },
    onError: (error) =>
      openSnackbar({ text: error instanceof ZaloError ? t('receipt.fileNotOpened') : errorWords(error), type: 'default' }),
  });
  const row = (kind: Kind) => (
    <Row
      icon="paper"
      title={t(`receipt.file.${kind}`)}
      text={open.isPending && open.variables === kind ? t('receipt.fileComing') : t(`receipt.fileText.${kind}`)}
      onPress={() => !open.isPending && open.mutate(kind)}
    />
  );
  return (
    <ul className="list">
      {isReceived && row('reception')}
      {row('filing')}
    </ul>
  );
}
