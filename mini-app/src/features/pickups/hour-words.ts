import { useTranslation } from 'react-i18next';
import { day } from '../../components/spoken-time.ts';

/** `07:00` → "7:00" */
const short = (clock: string) => clock.replace(/^0/, '');
export const hourWords = ({ from, to }: { from: string; to: string }) => `${short(from)}–${short(to)}`;

/** "8:00–9:00 thứ Tư, 25/11" */
export function useHourWords() {
  const { t } = useTranslation();
  return (slot: { day: string; from: string; to: string }) => t('pickup.when', { hours: hourWords(slot), day: day(slot.day) });
}
