import { useState } from 'react';
import type { FormEvent } from 'react';
import { Fault } from './parts.tsx';
import { signIn } from './sheet-api.ts';
import type { Session } from './sheet-api.ts';
import { useAct } from './use-act.ts';

type Props = { fault: string | null; onSignedIn: (session: Session) => void };

/** Asks for the token where no link brought one. */
export const SignInForm = ({ fault, onSignedIn }: Props) => {
  const [token, setToken] = useState('');
  const act = useAct();
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    act.run('Signing in', async () => onSignedIn(await signIn(token.trim())));
  };
  return (
    <form className="box sign-in" onSubmit={submit}>
      <h2>Sign in</h2>
      <p className="quiet">
        Open the link that your administrator made for you with <code>keepable sheet link</code>, or paste its token
        here.
      </p>
      <label>
        Token
        <input
          type="password"
          autoComplete="off"
          required
          value={token}
          onChange={(event) => setToken(event.target.value)}
        />
      </label>
      <Fault text={act.fault ?? fault} />
      <button type="submit" className="btn btn-primary" disabled={act.busy !== null}>
        Sign in
      </button>
    </form>
  );
};
