import { useQuery } from '@tanstack/react-query';
import { communesQuery } from './compose-calls.ts';
import type { ContentNames } from './content-differences.ts';
import { useTemplateOf } from './use-template.ts';

/** Names for the ids and codes of a content; what is not known yet stays an id. */
export function useContentNames(versionId: string | null): ContentNames {
  const found = useTemplateOf(versionId);
  const communes = useQuery(communesQuery);
  return {
    templateVersion: (id) => (found?.version.id === id ? `${found.template.name}, bản ${found.version.no}` : id),
    commune: (code) => {
      const commune = communes.data?.communes.find((each) => each.code === code);
      return commune ? `${commune.kind} ${commune.name}` : code;
    },
    value: (name) => found?.version.content.variables.find((variable) => variable.name === name)?.label ?? name,
  };
}
