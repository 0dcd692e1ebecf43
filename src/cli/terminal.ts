/** How a command tells its exit code. */
export type Finish = (exitCode: number) => void;

/** Where a command prints: results for people or programs on `out`, complaints on `err`. */
export type Terminal = { out: (text: string) => void; err: (text: string) => void };

const quietWhenReaderLeaves = (stream: NodeJS.WriteStream): void => {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exitCode = 0;
  });
};

/** The terminal of this process; a reader that stops reading (`| head`) is no error. */
export const processTerminal = (): Terminal => {
  quietWhenReaderLeaves(process.stdout);
  return {
    out: (text) => void process.stdout.write(`${text}\n`),
    err: (text) => void process.stderr.write(`${text}\n`),
  };
};
