// Pictures as they are stored: rows, columns and channels, a byte each.

/** Draw a picture of one or three channels into `canvas`, pixel by pixel. */
export function paint(canvas: HTMLCanvasElement, shape: number[], values: Uint8Array) {
  const [rows = 0, columns = 0, channels = 1] = shape;
  [canvas.width, canvas.height] = [columns, rows];
  const image = new ImageData(columns, rows);
  for (let at = 0; at < rows * columns; at++) {
    for (let colour = 0; colour < 3; colour++) {
      image.data[4 * at + colour] = values[channels * at + (channels < 3 ? 0 : colour)] ?? 0;
    }
    image.data[4 * at + 3] = 255;
  }
  canvas.getContext("2d")?.putImageData(image, 0, 0);
}
