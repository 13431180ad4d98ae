import { adviceOn } from '@tayninh/shared/features/forms/advice';
import { isSame } from '@tayninh/shared/features/forms/merge-answers';
import type { FormField as Field, Person } from '@tayninh/shared/features/procedures/e-form';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ActButton } from '../../components/act-button.tsx';
import { Icon } from '../../components/icon.tsx';
import { NamedModal } from '../../components/named-modal.tsx';
import { listRules, partId, partLabel, peopleOf, personTitle, type Value } from './answers.ts';
import { FormField } from './form-field.tsx';

interface Props {
  readonly field: Field;
  readonly schema: Record<string, unknown>;
  readonly value: Value;
  /** By the id of the control. */
  readonly wrong: ReadonlyMap<string, string>;
  /** `id` is the control that was changed; without one the list itself was. */
  readonly onChange: (people: readonly Person[], id?: string) => void;
}

/** The people of a list, one card each: add, change, move, take out. Who has something written is not taken out without asking. */
export function PeopleField({ field, schema, value, wrong, onChange }: Props) {
  const { t } = useTranslation();
  const people = peopleOf(value);
  const { max, required } = listRules(schema, field.name);
  const [leaving, setLeaving] = useState<number>();
  const [said, setSaid] = useState('');
  const [focusOn, setFocusOn] = useState<string>();
  const error = wrong.get(field.name);
  const name = (index: number) => personTitle(field, index);
  useEffect(() => {
    if (!focusOn) return;
    // the card that moved or came is on the page only now
    document.getElementById(focusOn)?.focus();
    setFocusOn(undefined);
  }, [focusOn]);

  const change = (index: number, part: string, answer: Value) => {
    const { [part]: _, ...rest } = people[index] ?? {};
    const isCleared = answer === undefined || answer === null || answer === '' || Array.isArray(answer);
    const person: Person = isCleared ? rest : { ...rest, [part]: answer };
    onChange(
      people.map((other, at) => (at === index ? person : other)),
      partId(field.name, index, part),
    );
  };
  const add = () => {
    onChange([...people, {}]);
    setFocusOn(cardId(field, people.length));
    setSaid(t('form.people.added', { who: name(people.length) }));
  };
  const takeOut = (index: number) => {
    onChange(people.filter((_, at) => at !== index));
    setLeaving(undefined);
    setSaid(t('form.people.removed', { who: name(index), count: people.length - 1 }));
    setFocusOn(people.length > 1 ? cardId(field, Math.min(index, people.length - 2)) : field.name);
  };
  const move = (index: number, by: 1 | -1) => {
    const [lower, upper] = [Math.min(index, index + by), Math.max(index, index + by)];
    onChange([...people.slice(0, lower), ...people.slice(upper, upper + 1), ...people.slice(lower, lower + 1), ...people.slice(upper + 1)]);
    setSaid(t('form.people.moved', { who: name(index), to: name(index + by) }));
    setFocusOn(cardId(field, index + by));
  };

  return (
    <fieldset className={error ? 'field bad people' : 'field people'} id={field.name} tabIndex={-1}>
      <legend>{field.label}</legend>
      {field.hint && <p className="hint">{field.hint}</p>}
      {error && (
        <p className="err">
          <Icon name="alert" className="i-s" />
          <span>{error}</span>
        </p>
      )}
      <p className="only-read" role="status">
        {said}
      </p>
      {people.map((person, index) => {
        const advice = adviceOn(field.each?.fields ?? [], person);
        return (
          <section key={index} className="card person" aria-labelledby={cardId(field, index)}>
            <h2 id={cardId(field, index)} tabIndex={-1}>
              {name(index)}
            </h2>
            {field.each?.fields.map((part) => {
              const id = partId(field.name, index, part.name);
              return (
                <FormField
                  key={part.name}
                  id={id}
                  field={part}
                  spokenLabel={partLabel(field, index, part)}
                  value={person[part.name]}
                  error={wrong.get(id)}
                  advice={advice.get(part.name)}
                  isRequired={required.has(part.name)}
                  onChange={(answer) => change(index, part.name, answer)}
                />
              );
            })}
            <div className="person-acts">
              {index > 0 && (
                <ActButton kind="quiet" label={t('form.people.upNamed', { who: name(index) })} onPress={() => move(index, -1)}>
                  {t('form.people.up')}
                </ActButton>
              )}
              {index < people.length - 1 && (
                <ActButton kind="quiet" label={t('form.people.downNamed', { who: name(index) })} onPress={() => move(index, 1)}>
                  {t('form.people.down')}
                </ActButton>
              )}
              <ActButton
                kind="quiet"
                label={t('form.people.removeNamed', { who: name(index) })}
                onPress={() => (isSame([person], [{}]) ? takeOut(index) : setLeaving(index))}
              >
                {t('form.people.remove')}
              </ActButton>
            </div>
          </section>
        );
      })}
      {people.length < max ? (
        <ActButton kind="second" onPress={add}>
          {t(people.length === 0 ? 'form.people.first' : 'form.people.add', { what: (field.each?.title ?? '').toLowerCase() })}
        </ActButton>
      ) : (
        <p className="hint">{t('form.people.full', { count: max })}</p>
      )}
      {leaving !== undefined && (
        <NamedModal
          title={t('form.people.removeTitle', { who: name(leaving) })}
          description={t('form.people.removeText')}
          onClose={() => setLeaving(undefined)}
        >
          <div className="stack">
            <ActButton onPress={() => setLeaving(undefined)}>{t('papers.keep')}</ActButton>
            <ActButton kind="quiet" onPress={() => takeOut(leaving)}>
              {t('form.people.removeNamed', { who: name(leaving) })}
            </ActButton>
          </div>
        </NamedModal>
      )}
    </fieldset>
  );
}

const cardId = (field: Field, index: number) => `${field.name}-${index}`;
