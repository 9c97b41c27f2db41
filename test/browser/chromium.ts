/** The Chromium of the machine, and how it is started: by itself, silent, and asking nobody for anything. */
export const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
export const args = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
