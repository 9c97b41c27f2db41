import { Pagination } from '@cloudscape-design/components';

interface Props {
  page: number;
  pages: number;
  more: boolean;
  turn(to: number): void;
}

/** Turns the pages of a list whose end nobody knows. */
export const Turner = ({ page, pages, more, turn }: Props) =>
  pages === 1 && !more ? undefined : (
    <Pagination
      currentPageIndex={page}
      pagesCount={pages}
      openEnd={more}
      onChange={({ detail }) => turn(detail.currentPageIndex)}
      ariaLabels={{ nextPageLabel: 'Older', previousPageLabel: 'Newer', pageLabel: (one) => `Page ${one}` }}
    />
  );
