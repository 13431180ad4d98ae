import { useQueries, useQuery } from '@tanstack/react-query';
import { templateQuery, templatesQuery } from './compose-calls.ts';

/**
 * The template of a version, of which a campaign knows the id alone: looked for in the template whose latest it is, else in all of the
 * list. Null while it is looked for, and when it is none of those.
 */
export function useTemplateOf(versionId: string | null) {
  const templates = useQuery({ ...templatesQuery(''), enabled: versionId !== null });
  const items = templates.data?.items ?? [];
  const likely = items.find(({ latest }) => latest.id === versionId)?.id;
  const ids = likely ? [likely] : versionId ? items.map(({ id }) => id) : [];
  const details = useQueries({ queries: ids.map((id) => templateQuery(id)) });
  for (const { data } of details) {
    const version = data?.versions.find(({ id }) => id === versionId);
    if (data && version) return { template: data, version };
  }
  return null;
}
