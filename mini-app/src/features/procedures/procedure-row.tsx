import type { ProcedureItem } from '@tayninh/shared/features/procedures/procedures.contract';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router-dom';
import { Icon } from '../../components/icon.tsx';
import { Highlight } from './highlight.tsx';
import { useSpokenName } from './spoken-name.ts';

export function ProcedureRow({ item, query, onOpen }: { item: ProcedureItem; query: string; onOpen: () => void }) {
  const { t } = useTranslation();
  const { name, summary } = useSpokenName()(item);
  const facts = [shortly(item.feeText), item.submitMode === 'api' && t('search.here')].filter(Boolean);
  return (
    <li>
      <Link className="row" to={`/procedures/${item.code}`} onClick={onOpen}>
        <span className="grow">
          <span className="t">
            <Highlight text={name} query={query} />
          </span>
          <span className="dim block">
            <Highlight text={summary} query={query} />
          </span>
          <span className="meta">
            <b>{item.domain}</b>
            {facts.map((fact) => ` · ${fact}`).join('')}
          </span>
        </span>
        <Icon name="right" className="end" />
      </Link>
    </li>
  );
}

const FITS = 48;
/** The first sentence when it is a short one: the page itself says the rest. */
function shortly(text: string): string | null {
  const first = /^(.+?)[.;](?:\s|$)/.exec(text)?.[1] ?? text;
  return first.length <= FITS && !first.startsWith('Nguồn') ? first : null;
}
