// What was found, drawn over a video. The picture that is shown and the boxes in it meet by the time at which the
// server had the picture.

/** An event tells what was found until the next one does, or for so long. */
const HELD_MS = 2000;

/** The decoder has a picture a little after its packet came. */
const LATER_MS = 120;

const MOST = 200;
const COLOR = '#35d07f';

/** What was found in a stream of late: `add(event)`, and `at(moment)` gives the objects of that moment. */
export function found() {
  let events = [];
  return {
    add(event) {
      const at = Date.parse(event.system_timestamp);
      events.push({ at, objects: event.objects ?? [] });
      if (events.length > MOST) {
        events = events.slice(-MOST / 2);
      }
    },
    at(moment) {
      for (let i = events.length - 1; i >= 0; i -= 1) {
        if (events[i].at <= moment + LATER_MS) {
          return moment - events[i].at < HELD_MS ? events[i].objects : [];
        }
      }
      return [];
    },
  };
}

/** Draws the boxes of objects over a picture of that size. */
export function drawBoxes(canvas, width, height, objects) {
  if (canvas.width !== width || canvas.height !== height) {
    canvas.width = width;
    canvas.height = height;
  }
  const context = canvas.getContext('2d');
  context.clearRect(0, 0, width, height);
  const line = Math.max(2, Math.round(width / 400));
  context.lineWidth = line;
  const text = Math.max(9, Math.round(width / 60));
  context.font = `${text}px sans-serif`;
  context.textBaseline = 'bottom';
  for (const { detection, id } of objects) {
    const box = detection.bounding_box;
    const [x, y] = [box.x_min * width, box.y_min * height];
    context.strokeStyle = COLOR;
    context.strokeRect(x, y, (box.x_max - box.x_min) * width, (box.y_max - box.y_min) * height);
    const words = `${detection.label ?? detection.label_id}${id === undefined ? '' : ` ${id}`}`;
    const top = Math.max(text + line, y);
    context.fillStyle = COLOR;
    context.fillRect(x, top - text - line, context.measureText(words).width + line * 2, text + line);
    context.fillStyle = '#06120b';
    context.fillText(words, x + line, top);
  }
}
