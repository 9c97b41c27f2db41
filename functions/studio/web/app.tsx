import { AppLayout, SpaceBetween } from '@cloudscape-design/components';
import { Suspense, useEffect, useRef, useState } from 'react';
import { pages } from './pages.ts';
import { Danger } from './parts/danger.tsx';
import { Failsafe } from './parts/failsafe.tsx';
import { Navigation } from './parts/navigation.tsx';
import { Nowhere } from './parts/nowhere.tsx';
import { Top } from './parts/top.tsx';
import { Waiting } from './parts/waiting.tsx';
import { match } from './router/match.ts';
import { usePlace } from './router/place.ts';

/** The page that the address names. */
const found = (path: string) => {
  for (const page of pages) {
    const params = match(page.path, path);
    if (params) return { ...page, params };
  }
  return undefined;
};

/** After a change of page the keyboard and the screen reader begin at its start. */
const useFocusOnChange = (path: string) => {
  const start = useRef<HTMLDivElement>(null);
  const shown = useRef(path);
  useEffect(() => {
    if (shown.current === path) return;
    shown.current = path;
    start.current?.focus({ preventScroll: true });
    window.scrollTo(0, 0);
  }, [path]);
  return start;
};

/** The frame around every page, and the page itself. */
export const App = () => {
  const { path } = usePlace();
  const [open, setOpen] = useState(() => innerWidth > 1100);
  const start = useFocusOnChange(path);
  const page = found(path);
  return (
    <>
      <Top />
      <AppLayout
        headerSelector="#top"
        navigation={<Navigation section={page?.section ?? ''} />}
        navigationOpen={open}
        onNavigationChange={({ detail }) => setOpen(detail.open)}
        toolsHide
        content={
          <div ref={start} tabIndex={-1} className="start">
            <SpaceBetween size="m">
              <Danger />
              <Failsafe key={path}>
                <Suspense fallback={<Waiting />}>
                  {page ? <page.Page {...page.params} /> : <Nowhere path={path} />}
                </Suspense>
              </Failsafe>
            </SpaceBetween>
          </div>
        }
      />
    </>
  );
};
