/**
 * Ends this process at a named point of the flow when CRASH_AT names it, or freezes it there once (`freeze:name`) until
 * somebody sends SIGCONT: tests prove that nothing is lost or overwritten there.
 */
export const createCrashPoint = (crashAt: string | undefined): ((name: string) => void) => {
  if (crashAt === undefined) return () => undefined;
  const isFreeze = crashAt.startsWith('freeze:');
  const state = { point: isFreeze ? crashAt.slice('freeze:'.length) : crashAt };
  return (name) => {
    if (name !== state.point) return;
    state.point = '';
    process.kill(process.pid, isFreeze ? 'SIGSTOP' : 'SIGKILL');
  };
};
