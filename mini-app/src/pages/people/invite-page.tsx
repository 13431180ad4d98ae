import { LONGEST_MONTHS } from '@tayninh/shared/features/authorisations/authorisation-rules';
import { readTaxCode } from '@tayninh/shared/features/authorisations/tax-code';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router-dom';
import { useSnackbar } from 'zmp-ui';
import { ActButton } from '../../components/act-button.tsx';
import { Digits } from '../../components/digits.tsx';
import { ErrorNote } from '../../components/faces.tsx';
import { Icon, type IconName } from '../../components/icon.tsx';
import { QrCode } from '../../components/qr-code.tsx';
import { Row, Segments } from '../../components/rows.tsx';
import { Foot, Screen } from '../../components/screen.tsx';
import { dayKey } from '../../components/spoken-time.ts';
import { invitationLink } from '../../features/authorisations/invitation-link.ts';
import { useAddOrganisation, useAuthorisations, useInvite } from '../../features/authorisations/use-authorisations.ts';
import { FormField } from '../../features/forms/form-field.tsx';
import { isDenied, shareText } from '../../zalo/zalo-host.ts';

type Kind = 'help' | 'helped' | 'paper' | 'organisation' | 'staff';
const KINDS: { kind: Kind; icon: IconName }[] = [
  { kind: 'help', icon: 'heart' },
  { kind: 'helped', icon: 'user' },
  { kind: 'paper', icon: 'paper' },
  { kind: 'organisation', icon: 'shop' },
  { kind: 'staff', icon: 'work' },
];

/** `/me/people/new`: what one wants, then for how long, then the code to hand on. */
export function InvitePage() {
  const { t } = useTranslation();
  const [kind, setKind] = useState<Kind | null>(null);
  const [code, setCode] = useState<string | null>(null);
  const hasOrganisation = (useAuthorisations().data?.organisations.length ?? 0) > 0;
  if (code) return <CodePage code={code} />;
  if (kind) return <Details key={kind} kind={kind} onCode={setCode} />;
  return (
    <Screen title={t('people.newTitle')} back="/me/people" tight>
      <h1>{t('people.who')}</h1>
      <ul className="list">
        {KINDS.filter((one) => one.kind !== 'staff' || hasOrganisation).map((one) => (
          <Row
            key={one.kind}
            icon={one.icon}
            title={t(`people.kind.${one.kind}`)}
            text={t(`people.kind.${one.kind}Text`)}
            onPress={() => setKind(one.kind)}
          />
        ))}
      </ul>
    </Screen>
  );
}

const MONTHS = { one: 1, six: 6, twelve: LONGEST_MONTHS };
/** The day so many months from now, in Vietnam; a month that lacks the day ends it earlier. */
function dayAfter(months: number): string {
  const [year = 0, month = 1, day = 1] = dayKey(Date.now()).split('-').map(Number);
  const last = new Date(Date.UTC(year, month - 1 + months + 1, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + months, Math.min(day, last))).toISOString().slice(0, 10);
}

function Details({ kind, onCode }: { kind: Kind; onCode: (code: string) => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const organisations = useAuthorisations().data?.organisations ?? [];
  const invite = useInvite();
  const add = useAddOrganisation();
  const [name, setName] = useState('');
  const [taxCode, setTaxCode] = useState('');
  const [isTold, setTold] = useState(false);
  const [months, setMonths] = useState<keyof typeof MONTHS>('six');
  const [right, setRight] = useState<'prepare' | 'submit'>('prepare');
  const [organisationId, setOrganisationId] = useState(organisations[0]?.id ?? '');
  const needsName = kind === 'paper' || kind === 'organisation';
  const isNamed = !needsName || name.trim().length >= 2;
  const isTaxed = kind !== 'organisation' || readTaxCode(taxCode) !== null;

  const go = () => {
    if (!isNamed || !isTaxed) return setTold(true);
    const back = () => navigate('/me/people', { replace: true });
    if (kind === 'organisation') return add.mutate({ name: name.trim(), taxCode }, { onSuccess: back });
    const until = dayAfter(MONTHS[months]);
    invite.mutate(
      kind === 'paper'
        ? { kind, personName: name.trim(), until }
        : kind === 'staff'
          ? { kind: 'organisation', organisationId, maySubmit: right === 'submit', until }
          : { kind: 'relative', iAm: kind === 'help' ? 'helper' : 'principal', until },
      { onSuccess: (made) => (made.code ? onCode(made.code) : back()) },
    );
  };
  const error = invite.error ?? add.error;
  return (
    <Screen
      title={t('people.newTitle')}
      back="/me/people"
      tight
      bottom={
        <Foot>
          <ActButton busy={invite.isPending || add.isPending} busyText={t('people.agreeing')} onPress={go}>
            {t(needsName ? 'people.save' : 'people.makeCode')}
          </ActButton>
        </Foot>
      }
    >
      {error && <ErrorNote error={error} />}
      <div className="stack-s">
        <h1>{t(`people.kind.${kind}`)}</h1>
        <p className="dim">{t(`people.kind.${kind}Text`)}</p>
      </div>
      {needsName && (
        <FormField
          field={{ name: 'person-name', kind: 'name', label: t(kind === 'paper' ? 'people.personName' : 'people.organisationName') }}
          value={name}
          error={isTold && !isNamed ? t('people.nameShort') : undefined}
          isRequired
          onChange={(value) => setName(String(value ?? ''))}
        />
      )}
      {kind === 'organisation' && (
        <FormField
          field={{ name: 'tax-code', kind: 'text', label: t('people.organisationTax'), hint: t('people.organisationTaxHint') }}
          value={taxCode}
          error={isTold && !isTaxed ? t('people.taxWrong') : undefined}
          isRequired
          onChange={(value) => setTaxCode(String(value ?? ''))}
        />
      )}
      {kind === 'organisation' && <p className="note">{t('people.notChecked')}</p>}
      {kind === 'staff' && organisations.length > 1 && (
        <section className="stack">
          <h2>{t('people.whichOrganisation')}</h2>
          <Segments
            label={t('people.whichOrganisation')}
            value={organisationId}
            onChange={setOrganisationId}
            options={organisations.map((one) => ({ value: one.id, label: one.name }))}
          />
        </section>
      )}
      {kind === 'staff' && (
        <section className="stack">
          <h2>{t('people.rights')}</h2>
          <Segments
            label={t('people.rights')}
            value={right}
            onChange={setRight}
            options={[
              { value: 'prepare', label: t('people.right.prepare') },
              { value: 'submit', label: t('people.right.submit') },
            ]}
          />
        </section>
      )}
      {kind !== 'organisation' && (
        <section className="stack">
          <h2>{t('people.howLong')}</h2>
          <Segments
            label={t('people.howLong')}
            value={months}
            onChange={setMonths}
            options={(['one', 'six', 'twelve'] as const).map((value) => ({ value, label: t(`people.months.${value}`) }))}
          />
        </section>
      )}
    </Screen>
  );
}

function CodePage({ code }: { code: string }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { openSnackbar } = useSnackbar();
  const link = invitationLink();
  const share = () =>
    void shareText(t('people.shareWords', { code, link })).catch(
      (error: unknown) => isDenied(error) || openSnackbar({ text: t('people.shareFailed'), type: 'default', duration: 5_000 }),
    );
  return (
    <Screen
      title={t('people.newTitle')}
      back="/me/people"
      tight
      bottom={
        <Foot>
          <ActButton onPress={share}>
            <Icon name="share" className="i-s" />
            {t('people.share')}
          </ActButton>
          <ActButton kind="quiet" onPress={() => navigate('/me/people', { replace: true })}>
            {t('people.done')}
          </ActButton>
        </Foot>
      }
    >
      <h1>{t('people.codeTitle')}</h1>
      <section className="card center stack">
        <Digits code={code} label={t('people.codeLabel', { digits: code })} />
        <div className="qr large">
          <QrCode content={link} label={t('people.codeQr')} />
        </div>
      </section>
      <p>{t('people.codeText')}</p>
      <p className="note">
        <Icon name="info" />
        <span>{t('people.codeOnce')}</span>
      </p>
    </Screen>
  );
}
