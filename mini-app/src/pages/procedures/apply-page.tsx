import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { AnsweredChecklist } from '@tayninh/shared/features/procedures/checklist/checklist.contract';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation, useNavigate, useParams } from 'react-router-dom';
import { api } from '../../api/bff.ts';
import { isProblem } from '../../api/errors.ts';
import { randomId } from '../../api/random-id.ts';
import { ActButton } from '../../components/act-button.tsx';
import { Problem, Skeleton } from '../../components/faces.tsx';
import { Row } from '../../components/rows.tsx';
import { Screen } from '../../components/screen.tsx';
import { day, moment } from '../../components/spoken-time.ts';
import { useWhoms, type Whom } from '../../features/authorisations/use-whoms.ts';
import { keepChecklist, useOpenDrafts } from '../../features/drafts/use-draft.ts';
import { useProcedure } from '../../features/procedures/use-procedures.ts';
import { useSettings } from '../../features/settings/use-settings.ts';

interface Beginning {
  readonly caseId: string | undefined;
  readonly whom: Whom;
}

/** The checklist hands its answers over; anything else that a history entry may hold is ignored. */
const checklistFrom = (state: unknown) => (state as { checklist?: AnsweredChecklist } | null)?.checklist;

/**
 * `/procedures/:code/apply`: goes on with an open draft, asks for the case when there are several and the checklist has not said,
 * else begins at once.
 */
export function ApplyPage() {
  const { t } = useTranslation();
  const { code = '' } = useParams();
  const navigate = useNavigate();
  const client = useQueryClient();
  const procedure = useProcedure(code);
  const drafts = useOpenDrafts();
  const key = useRef(randomId());
  const [whom, setWhom] = useState<Whom>();
  const checklist = checklistFrom(useLocation().state);
  const [{ unit }] = useSettings();
  const start = (part: { caseId?: string; for?: NonNullable<Whom>; checklist?: AnsweredChecklist; unit?: string }) =>
    api('POST /v1/drafts', { headers: { 'idempotency-key': key.current }, body: { procedureCode: code, ...part } });
  const begin = useMutation({
    mutationFn: ({ caseId, whom }: Beginning) => {
      const plain = { ...(caseId && { caseId }), ...(whom && { for: whom }) };
      const told = checklist ? { checklist, ...(whom && { for: whom }) } : plain;
      if (told === plain && !unit) return start(plain);
      return start({ ...told, ...(unit && { unit: unit.code }) }).catch((error: unknown) => {
        // the questions changed since they were answered, or the communes since one was chosen: the form matters more
        if (isProblem(error, 'invalid-request')) return start(plain);
        throw error;
      });
    },
    onSuccess: (draft) => {
      void client.invalidateQueries({ queryKey: ['drafts'] });
      navigate(`/drafts/${draft.id}/form/0`, { replace: true });
    },
  });
  /** The draft that is open learns of the answers too. */
  const resume = useMutation({
    mutationFn: async (id: string) => {
      if (checklist)
        await keepChecklist(id, checklist, client).catch((error: unknown) => {
          if (!isProblem(error, 'invalid-request')) throw error;
        });
      return id;
    },
    onSuccess: (id) => navigate(`/drafts/${id}/form/0`, { replace: true }),
  });
  const forms = procedure.data?.forms;
  const open = drafts.data?.items.find((draft) => draft.procedureCode === code);
  const choices = useWhoms(code);
  const mustSay = choices !== undefined && choices.length > 0 && whom === undefined;
  const isKnown = forms !== undefined && (drafts.data !== undefined || drafts.isError) && choices !== undefined;
  const mustChoose = forms !== undefined && forms.length > 1 && !checklist;
  const mustAsk = isKnown && (open !== undefined || mustChoose || mustSay || whom !== undefined);
  const begun = useRef(false);
  const { mutate } = begin;
  useEffect(() => {
    if (!isKnown || mustAsk || begun.current) return;
    begun.current = true;
    mutate({ caseId: forms[0]?.caseId, whom: null });
  }, [isKnown, mustAsk, forms, mutate]);

  const say = (chosen: Whom) => {
    setWhom(chosen);
    if (!mustChoose && !begin.isPending) begin.mutate({ caseId: forms?.[0]?.caseId, whom: chosen });
  };
  const error = procedure.error && !procedure.data ? procedure.error : (begin.error ?? resume.error);
  const again = () => {
    if (!procedure.data) return procedure.refetch();
    return resume.error ? resume.mutate(resume.variables) : begin.variables && begin.mutate(begin.variables);
  };
  return (
    <Screen title={t('apply.title')} back={`/procedures/${code}`}>
      {error && <Problem error={error} retry={again} />}
      {!error && mustAsk && open && (
        <section className="stack">
          <h1>{t('apply.openDraft')}</h1>
          <p className="dim">{t('apply.openDraftText', { when: moment(open.updatedAt), day: day(open.expiresAt) })}</p>
          <ActButton busy={resume.isPending} onPress={() => resume.mutate(open.id)}>
            {t('apply.resume')}
          </ActButton>
          {!mustChoose && !mustSay && (
            <ActButton kind="second" busy={begin.isPending} onPress={() => begin.mutate({ caseId: forms[0]?.caseId, whom: whom ?? null })}>
              {t('apply.fresh')}
            </ActButton>
          )}
        </section>
      )}
      {!error && isKnown && mustSay && (
        <section className="stack">
          {open ? <h2>{t('people.whom')}</h2> : <h1>{t('people.whom')}</h1>}
          <ul className="list">
            <Row icon="user" title={t('people.myself')} onPress={() => say(null)} />
            {choices.map((choice) => (
              <Row
                key={choice.key}
                icon={choice.isOrganisation ? 'shop' : 'heart'}
                title={t(choice.isOrganisation ? 'people.forOrganisation' : 'people.forPerson', { name: choice.name })}
                onPress={() => say(choice.whom)}
              />
            ))}
            <Row icon="plus" title={t('people.somebodyElse')} text={t('people.somebodyElseText')} to="/me/people/new" />
          </ul>
        </section>
      )}
      {!error && mustAsk && mustChoose && !mustSay && (
        <section className="stack">
          {open ? <h2>{t('apply.fresh')}</h2> : <h1>{t('apply.which')}</h1>}
          <ul className="list">
            {forms.map(({ caseId, caseName }) => (
              <Row key={caseId} title={caseName} onPress={() => !begin.isPending && begin.mutate({ caseId, whom: whom ?? null })} />
            ))}
          </ul>
        </section>
      )}
      {!error && !mustAsk && (
        <>
          <p className="dim">{t('apply.preparing')}</p>
          <Skeleton />
        </>
      )}
    </Screen>
  );
}
