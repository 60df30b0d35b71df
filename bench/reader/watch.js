/* Watches from inside the page: tasks that hold it up, the time between frames, how late a frame follows the mouse. */

window.watched = { long: [], frames: [], moves: [], deeds: [], stands: 0, since: 0 };

new PerformanceObserver((list) => list.getEntries().forEach((one) => watched.long.push([one.startTime, one.duration])))
  .observe({ type: "longtask", buffered: true });
new PerformanceObserver((list) => list.getEntries().forEach((one) => watched.deeds.push([one.startTime, one.duration])))
  .observe({ type: "event", durationThreshold: 16 });

/* After the next frame is painted. */
function painted(then) {
  requestAnimationFrame(() => {
    const channel = new MessageChannel();
    channel.port1.onmessage = then;
    channel.port2.postMessage(0);
  });
}

addEventListener("load", () => painted(() => painted(() => { watched.stands = performance.now(); })));
addEventListener("pointermove", (event) => painted(() => watched.moves.push(performance.now() - event.timeStamp)), { capture: true, passive: true });

let last = 0;
function frame(now) {
  if (last) watched.frames.push(now - last);
  last = now;
  requestAnimationFrame(frame);
}
requestAnimationFrame(frame);

/* Forgets what was before; what comes now is told by `told`. */
window.watchAnew = () => {
  Object.assign(watched, { frames: [], moves: [], since: performance.now() });
};

window.told = () => {
  const navigation = performance.getEntriesByType("navigation")[0];
  const first = performance.getEntriesByName("first-contentful-paint")[0];
  const later = (pairs) => pairs.filter(([start]) => start >= watched.since).map(([, duration]) => duration);
  return {
    firstPaint: first.startTime, ready: navigation.domContentLoadedEventEnd, load: navigation.loadEventEnd,
    stands: watched.stands, long: later(watched.long), frames: watched.frames, moves: watched.moves, deeds: later(watched.deeds),
  };
};
