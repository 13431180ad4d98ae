/** What `keystroke.ts` measures inside the page. */
const shown = (most) =>
  [...document.querySelectorAll('main ul.list > li > a.row')]
    .slice(0, most)
    .map((row) => row.getAttribute('href').split('/').pop())
    .join();
const longTasks = [];
new PerformanceObserver((list) => longTasks.push(...list.getEntries().map(({ duration }) => duration))).observe({
  type: 'longtask',
  buffered: true,
});

window.bench = {
  /** Waits for the next key, then for the list of these codes and the frame that shows it; `painted` becomes the ms between. */
  waitFor(codes) {
    const wanted = codes.join();
    window.bench.painted = new Promise((resolve, reject) => {
      const onKey = ({ timeStamp }) => {
        const look = () => {
          const seen = shown(codes.length || 1);
          if (performance.now() - timeStamp > 5_000) return reject(new Error(`wanted ${wanted}, shown ${seen}`));
          if (seen !== wanted) return void requestAnimationFrame(look);
          // a message sent from within a frame arrives after that frame is painted
          const { port1, port2 } = new MessageChannel();
          port1.onmessage = () => resolve(performance.now() - timeStamp);
          port2.postMessage(null);
        };
        requestAnimationFrame(look);
      };
      document.addEventListener('keydown', onKey, { once: true, capture: true });
    });
  },

  /** @returns ms of the longest piece of work since the last call, 0 when none took 50 ms */
  longestTask: () => Math.max(0, ...longTasks.splice(0)),

  /** @returns letters of the copy in the store, and ms of writing it once */
  writeCost() {
    const key = Object.keys(localStorage).find((each) => each.endsWith('catalogue'));
    const value = JSON.parse(localStorage.getItem(key));
    const began = performance.now();
    for (let turn = 0; turn < 20; turn++) localStorage.setItem('bench', JSON.stringify(value));
    const ms = (performance.now() - began) / 20;
    localStorage.removeItem('bench');
    return { letters: localStorage.getItem(key).length, ms };
  },
};
