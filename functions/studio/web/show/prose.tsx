import { Fragment, type ReactNode } from 'react';
import { Plain } from './plain.tsx';

const Word = ({ text }: { text: string }) => {
  if (/^\*\*.+\*\*$/.test(text))
    return (
      <b>
        <Plain text={text.slice(2, -2)} />
      </b>
    );
  if (/^`.+`$/.test(text))
    return (
      <code>
        <Plain text={text.slice(1, -1)} />
      </code>
    );
  return <Plain text={text} />;
};

/** Words of a line, those between `**` strong and those between backticks as code. */
const words = (line: string): ReactNode =>
  line
    .split(/(\*\*.+?\*\*|`[^`]+`)/)
    .filter((part) => part !== '')
    // biome-ignore lint/suspicious/noArrayIndexKey: parts of one line never move.
    .map((part, index) => <Word key={index} text={part} />);

const block = (text: string): ReactNode => {
  const lines = text.split('\n');
  const item = /^(?:\d+\.|[-*]) /;
  if (text.startsWith('```')) return <pre className="block">{lines.slice(1, -1).join('\n')}</pre>;
  // The page's own title stands above it, so its headings are one lower.
  if (text.startsWith('# ')) return undefined;
  if (/^#+ /.test(text)) return <h3>{words(text.replace(/^#+ /, ''))}</h3>;
  if (!lines.every((line) => item.test(line))) return <p>{words(lines.join(' '))}</p>;
  const items = lines.map((line) => <li key={line}>{words(line.replace(item, ''))}</li>);
  return /^\d/.test(text) ? <ol>{items}</ol> : <ul>{items}</ul>;
};

/** Blocks of a text: a fenced one is one, empty lines and all. A graph for Mermaid is drawn elsewhere, from the steps themselves. */
const blocks = (markdown: string): string[] =>
  markdown
    .split(/(^```[\s\S]*?^```$)/m)
    .flatMap((part) => (part.startsWith('```') ? [part] : part.split(/\n{2,}/)))
    .map((part) => part.trim())
    .filter((part) => part !== '' && !part.startsWith('```mermaid'));

/** The Markdown of a runbook's prose: headings, paragraphs, lists, fences, strong words and code. All else, HTML too, stays text. */
export const Prose = ({ text }: { text: string }) =>
  blocks(text).map((part, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: blocks of one text never move.
    <Fragment key={index}>{block(part)}</Fragment>
  ));
