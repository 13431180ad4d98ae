import { useTranslation } from 'react-i18next';
import { useSnackbar } from 'zmp-ui';
import { callPhone, openOfficialChat, openOutside } from '../zalo/zalo-host.ts';

const HOTLINE = '1022';

/** Ways to a human; when Zalo cannot open one, the other is named. */
export function useContact() {
  const { t } = useTranslation();
  const { openSnackbar } = useSnackbar();
  const sorry = () => openSnackbar({ text: t('me.cannotOpen'), type: 'default', duration: 5_000 });
  return {
    chat: (message?: string) => void openOfficialChat(message).catch(sorry),
    call: () => void callPhone(HOTLINE).catch(sorry),
    dial: (phone: string | null) => void callPhone(phone ?? HOTLINE).catch(sorry),
    open: (url: string) => void openOutside(url).catch(sorry),
  };
}
