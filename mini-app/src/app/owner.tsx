import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { confirmOwner, forgetOldUploads } from '../features/drafts/kept-uploads.ts';
import { forgetDraftsOfPhone } from '../features/drafts/use-draft.ts';
import { useMe } from '../features/identity/use-me.ts';
import { useKeptProcedures } from '../features/procedures/kept-procedures.ts';
import { readStored, writeStored } from '../zalo/zalo-host.ts';

const KEY = 'owner';
const OWN = [['dossiers'], ['dossier'], ['payments'], ['results'], ['delivery'], ['inbox'], ['drafts'], ['draft'], ['preferences']];

/** A phone may change hands, or Zalo account: what was kept for one person is not shown to the next. */
export function Owner() {
  const client = useQueryClient();
  const { data, refetch } = useMe();
  const id = data?.id;
  const { clear: clearSaved } = useKeptProcedures('saved');
  const { clear: clearSeen } = useKeptProcedures('seen');
  useEffect(() => void forgetOldUploads(), []);
  useEffect(() => {
    if (!id) return;
    void readStored(KEY).then(async (known) => {
      if (known === id) return confirmOwner();
      await writeStored(KEY, id);
      if (known)
        await Promise.all([...OWN.map((queryKey) => client.resetQueries({ queryKey })), clearSaved(), clearSeen(), forgetDraftsOfPhone()]);
      confirmOwner();
    });
  }, [id, client, clearSaved, clearSeen]);
  useEffect(() => {
    if (id) return;
    // opened without a network: who it is, is asked again when it is back
    const ask = () => void refetch();
    window.addEventListener('online', ask);
    return () => window.removeEventListener('online', ask);
  }, [id, refetch]);
  return null;
}
