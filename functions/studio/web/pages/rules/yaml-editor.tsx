import type { Ace } from 'ace-builds';
import ace from 'ace-builds/src-noconflict/ace';
import 'ace-builds/src-noconflict/ext-language_tools';
import 'ace-builds/src-noconflict/mode-yaml';
import 'ace-builds/src-noconflict/theme-github';
import 'ace-builds/src-noconflict/theme-github_dark';
import { useEffect, useRef } from 'react';
import type { Fault } from '../../api/nouns.ts';
import { useDark } from '../../look.ts';

interface Props {
  /** What is in it at first; from then on it is the person's. */
  text: string;
  change(text: string): void;
  faults: readonly Fault[];
  /** What may be written next. */
  complete(textBefore: string): string[];
}

/** The site's policy allows no workers made of text; what is wrong is the API's to say. */
const options = {
  useWorker: false,
  mode: 'ace/mode/yaml',
  tabSize: 2,
  useSoftTabs: true,
  fontSize: 13,
  showPrintMargin: false,
  wrap: true,
  enableBasicAutocompletion: true,
  enableLiveAutocompletion: true,
  // Tab leaves the editor; Enter goes in and Escape goes out.
  enableKeyboardAccessibility: true,
  textInputAriaLabel: 'Rule in YAML',
};

const textBefore = (session: Ace.EditSession, { row, column }: Ace.Point): string =>
  [...session.getLines(0, row - 1), session.getLine(row).slice(0, column)].join('\n');

const completer = (complete: Props['complete']): Ace.Completer => ({
  getCompletions: (_editor, session, point, _prefix, tell) =>
    tell(
      null,
      complete(textBefore(session, point)).map((value) => ({ value, meta: 'rule' })),
    ),
});

/** An editor for YAML with faults in its margin and completion (Ctrl-Space). */
export const YamlEditor = ({ text, change, faults, complete }: Props) => {
  const place = useRef<HTMLDivElement>(null);
  const editor = useRef<Ace.Editor>(undefined);
  const dark = useDark();
  const latest = useRef({ change, complete });
  latest.current = { change, complete };

  // biome-ignore lint/correctness/useExhaustiveDependencies: the editor is made once; its text is then the person's.
  useEffect(() => {
    const made = ace.edit(place.current!, { ...options, value: text } as Partial<Ace.EditorOptions>);
    made.on('change', () => latest.current.change(made.getValue()));
    made.completers = [completer((before) => latest.current.complete(before))];
    editor.current = made;
    return () => made.destroy();
  }, []);

  useEffect(() => {
    editor.current?.setTheme(dark ? 'ace/theme/github_dark' : 'ace/theme/github');
  }, [dark]);

  useEffect(() => {
    editor.current?.session.setAnnotations(
      faults.map(({ line = 1, column = 1, problem, cure }) => ({
        row: line - 1,
        column: column - 1,
        text: `${problem}. ${cure}`,
        type: 'error',
      })),
    );
  }, [faults]);

  return <div className="editor" ref={place} />;
};
