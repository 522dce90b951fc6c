/** What a command is given by its process. */
export interface CommandHost {
  print: (text: string) => void;
  printError: (text: string) => void;
  /** Whether what is printed is seen on a terminal with colours. */
  hasColours: boolean;
}
