/** A colour that is read by its parts, each from 0 to 255. */
type Rgb = readonly [number, number, number];

/** Reads any CSS colour by letting the browser resolve it on an element; `undefined` for one outside sRGB's notation. */
export function resolveColour(colour: string): Rgb | undefined {
  const probe = document.createElement('span');
  probe.style.color = colour;
  document.documentElement.append(probe);
  const parts = /^rgba?\((\d+),? (\d+),? (\d+)/.exec(getComputedStyle(probe).color)?.slice(1).map(Number);
  probe.remove();
  const [r, g, b] = parts ?? [];
  return r === undefined || g === undefined || b === undefined ? undefined : [r, g, b];
}

/** Contrast of two colours, 1 to 21 (WCAG 2.2, contrast ratio). */
export function contrast(a: Rgb, b: Rgb): number {
  const [x, y] = [luminance(a), luminance(b)];
  return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05);
}

/** Black or white, whichever is read better on a colour; white where the colour is unknown. */
export function readableOn(colour: string): string {
  const rgb = resolveColour(colour);
  return rgb && contrast(rgb, [0, 0, 0]) > contrast(rgb, [255, 255, 255]) ? '#000' : '#fff';
}

/** Relative luminance, 0 to 1 (WCAG 2.2). */
function luminance(rgb: Rgb): number {
  const [r, g, b] = rgb.map((byte) => {
    const c = byte / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  }) as unknown as Rgb; // map keeps the length
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
