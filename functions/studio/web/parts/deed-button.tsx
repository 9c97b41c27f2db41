import { Button, type ButtonProps } from '@cloudscape-design/components';
import type { ChangeName } from '../../contract.ts';
import { useRefusal } from '../session/me.tsx';

type Props = Pick<ButtonProps, 'variant' | 'onClick' | 'href' | 'loading' | 'iconName' | 'formAction'> & {
  /** The route that it leads to: a person who may not use it sees why. */
  deed: ChangeName;
  /** The team that the thing belongs to, where only that one may. */
  owner?: string;
  /** A further reason against it. */
  against?: string;
  children: string;
};

/** A button for something that not everybody may do. */
export const DeedButton = ({ deed, owner, against, children, ...button }: Props) => {
  const refusal = useRefusal(deed, owner) ?? against;
  return (
    <Button {...button} disabled={refusal !== undefined} disabledReason={refusal}>
      {children}
    </Button>
  );
};
