import { useTranslation } from 'react-i18next';
import { Icon } from './icon.tsx';

interface SearchFieldProps {
  readonly label: string;
  readonly hint: string;
  readonly text: string;
  readonly onType: (text: string) => void;
  /** The page was opened to type. */
  readonly isFirst?: boolean;
}

/** One line to type what is looked for; results follow typing, so there is nothing to send. */
export function SearchField({ label, hint, text, onType, isFirst = false }: SearchFieldProps) {
  const { t } = useTranslation();
  return (
    // biome-ignore lint/a11y/useSemanticElements: older web views do not know <search>
    <form className="search-bar" role="search" onSubmit={(event) => event.preventDefault()}>
      <div className="search">
        <Icon name="search" />
        <input
          aria-label={label}
          placeholder={hint}
          enterKeyHint="search"
          autoComplete="off"
          maxLength={200}
          value={text}
          // biome-ignore lint/a11y/noAutofocus: only where the page was opened to type
          autoFocus={isFirst}
          onChange={(event) => onType(event.target.value)}
        />
        {text && (
          <button className="icon-btn" type="button" aria-label={t('search.clear')} onClick={() => onType('')}>
            <Icon name="x" />
          </button>
        )}
      </div>
    </form>
  );
}
