/** Kills this process at a named point of the flow, when CRASH_AT names it: tests prove that nothing is lost there. */
export const createCrashPoint = (crashAt: string | undefined): ((name: string) => void) => {
  if (crashAt === undefined) return () => undefined;
  return (name) => {
    if (name === crashAt) process.kill(process.pid, 'SIGKILL');
  };
};
