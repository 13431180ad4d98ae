import { useTranslation } from 'react-i18next';
import type { Language } from './translate.ts';

/** What the app speaks now; whoever asks is drawn again when it changes. */
export const useLanguage = (): Language => (useTranslation().i18n.language === 'en' ? 'en' : 'vi');
