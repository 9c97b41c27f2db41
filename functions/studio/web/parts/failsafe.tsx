import { Component, type ReactNode } from 'react';
import { asProblem, type ProblemError } from '../api/problem.ts';
import { Problem } from './problem.tsx';

/** Keeps a page that fails from taking the rest of Studio with it. */
export class Failsafe extends Component<{ children: ReactNode }, { problem?: ProblemError }> {
  override state: { problem?: ProblemError } = {};

  static getDerivedStateFromError(error: unknown): { problem: ProblemError } {
    return { problem: asProblem(error) };
  }

  override render(): ReactNode {
    if (!this.state.problem) return this.props.children;
    return <Problem problem={this.state.problem} again={() => location.reload()} />;
  }
}
