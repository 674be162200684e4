import uPlot from "uplot";
import { element } from "../ui/dom.ts";

/** A row of bars over time. */
export interface Chart {
  element: HTMLElement;
  /** Stops it from following the window and the colour scheme. */
  destroy(): void;
}

/** What a chart shows. */
export interface ChartOptions {
  title: string;
  /** When each bar begins, in seconds since 1970. */
  starts: number[];
  values: number[];
  /** A value as it is written on the axis and beside the pointer. */
  format(value: number): string;
  /** A bar's time as it is written beside the pointer. */
  formatTime(seconds: number): string;
  /** Said in place of the picture. */
  summary: string;
}

const HEIGHT = 176;
/** Charts of this name show the pointer's time together. */
const SYNC = "payments";

/**
 * Draws bars over time.
 *
 * @example
 * const chart = barChart({ title: "Amount", starts, values, format, formatTime, summary });
 */
export function barChart({ title, starts, values, format, formatTime, summary }: ChartOptions): Chart {
  const reading = element("span", { class: "reading" });
  const canvas = element("div", { class: "canvas", role: "img", "aria-label": summary });
  const frame = element("figure", { class: "chart" }, element("figcaption", {}, title, reading), canvas);
  const scheme = matchMedia("(prefers-color-scheme: dark)");
  let plot: uPlot | null = null;

  function draw(): void {
    plot?.destroy();
    plot = new uPlot(options(Math.max(200, canvas.clientWidth)), [starts, values], canvas);
  }

  function options(width: number): uPlot.Options {
    const style = getComputedStyle(document.documentElement);
    const color = (name: string) => style.getPropertyValue(name).trim();
    const axis: uPlot.Axis = {
      stroke: color("--muted"),
      font: `11px ${style.getPropertyValue("--sans")}`,
      grid: { stroke: color("--line"), width: 1 },
      ticks: { show: false },
    };
    const bars = uPlot.paths.bars?.({ size: [0.8, 48], align: 1 });
    return {
      width,
      height: HEIGHT,
      tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), "UTC"),
      legend: { show: false },
      padding: [8, 4, 0, 0],
      cursor: { sync: { key: SYNC }, drag: { x: false, y: false }, points: { show: false }, y: false },
      scales: {
        x: { range: (_, first, last) => padded(first, last, starts) },
        y: { range: (_, _low, high) => [0, high > 0 ? high * 1.1 : 1] },
      },
      axes: [
        { ...axis, grid: { show: false } },
        { ...axis, size: 62, values: (_, splits) => splits.map(format) },
      ],
      series: [
        {},
        {
          fill: color("--bar"),
          stroke: color("--bar"),
          width: 0,
          points: { show: false },
          ...(bars === undefined ? {} : { paths: bars }),
        },
      ],
      hooks: { setCursor: [({ cursor }) => read(cursor.idx)] },
    };
  }

  function read(index: number | null | undefined): void {
    const start = typeof index === "number" ? starts[index] : undefined;
    const value = typeof index === "number" ? values[index] : undefined;
    reading.textContent = start === undefined || value === undefined ? "" : `${formatTime(start)}: ${format(value)}`;
  }

  const observer = new ResizeObserver(() => {
    if (plot === null) draw();
    else plot.setSize({ width: Math.max(200, canvas.clientWidth), height: HEIGHT });
  });
  observer.observe(canvas);
  scheme.addEventListener("change", draw);
  return {
    element: frame,
    destroy() {
      observer.disconnect();
      scheme.removeEventListener("change", draw);
      plot?.destroy();
    },
  };
}

/** Bars begin at their time: the last one needs room behind it. */
function padded(first: number, last: number, starts: number[]): [number, number] {
  const width = starts.length > 1 ? (last - first) / (starts.length - 1) : 86_400;
  return [first, last + width];
}
