import { CATEGORIES, type Category } from '@tayninh/shared/features/notifications/categories';
import i18next from 'i18next';

/** Name and description of a category in the language of the app. */
export const categoryWords = (category: Category) => (i18next.language === 'en' ? CATEGORIES[category].en : CATEGORIES[category]);
