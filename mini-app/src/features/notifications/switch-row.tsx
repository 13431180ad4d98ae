interface Props {
  readonly title: string;
  readonly text?: string;
  readonly isOn: boolean;
  readonly onChange: (isOn: boolean) => void;
}

/** One thing that is on or off. */
export const SwitchRow = ({ title, text, isOn, onChange }: Props) => (
  <button className="row" type="button" role="switch" aria-checked={isOn} onClick={() => onChange(!isOn)}>
    <span className="grow">
      <span className="t">{title}</span>
      {text && <span className="small dim block">{text}</span>}
    </span>
    <span className={isOn ? 'switch on' : 'switch'} />
  </button>
);
