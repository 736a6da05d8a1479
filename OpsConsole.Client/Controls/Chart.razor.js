import uPlot from "../lib/uplot/uPlot.esm.js";

/** Colours are read from the page each time a line is drawn, so a change of theme needs no more than a redraw. */
function colour(host, name) {
  const probe = document.createElement("i");
  probe.style.cssText = `position:absolute;visibility:hidden;color:var(${name})`;
  host.append(probe);
  const value = getComputedStyle(probe).color;
  probe.remove();
  return value;
}

function readColours(host) {
  return {
    line: colour(host, "--chart-line"),
    limit: colour(host, "--chart-limit"),
    flag: colour(host, "--chart-flag"),
    axis: colour(host, "--chart-axis"),
  };
}

function vertical(u, x, stroke, dash) {
  const at = Math.round(u.valToPos(x, "x", true));
  stroked(u, stroke, dash, [at, u.bbox.top, at, u.bbox.top + u.bbox.height]);
}

function horizontal(u, y, stroke, dash) {
  const at = Math.round(u.valToPos(y, "y", true));
  stroked(u, stroke, dash, [u.bbox.left, at, u.bbox.left + u.bbox.width, at]);
}

function stroked(u, stroke, dash, [x1, y1, x2, y2]) {
  const { ctx } = u;
  ctx.save();
  ctx.strokeStyle = stroke;
  ctx.lineWidth = devicePixelRatio;
  ctx.setLineDash(dash.map(part => part * devicePixelRatio));
  ctx.beginPath();
  ctx.moveTo(x1, y1);
  ctx.lineTo(x2, y2);
  ctx.stroke();
  ctx.restore();
}

/** The line of each host; a host that leaves the page takes its line with it. */
const lines = new WeakMap();

export function create(host, options, xs, ys) {
  lines.get(host)?.destroy();
  lines.set(host, line(host, options, xs, ys));
}

export function push(host, xs, ys) {
  lines.get(host)?.push(xs, ys);
}

export function flag(host, flags) {
  lines.get(host)?.flag(flags);
}

function line(host, options, xs, ys) {
  const { seconds, step, floor, limit, height } = options;
  const data = [[], []];
  let flags = [];
  let colours = readColours(host);

  function add(x, y) {
    const [at, values] = data;
    const last = at.at(-1);
    if (last >= x) {
      return; // Told before.
    }
    if (last !== undefined && x - last > step * 1.5) {
      at.push(last + step);
      values.push(null);
    }
    at.push(x);
    values.push(y);
    while (at.length > 0 && at[0] < x - seconds) {
      at.shift();
      values.shift();
    }
  }

  xs.forEach((x, i) => add(x, ys[i]));

  const readout = document.createElement("span");
  readout.className = "readout";
  readout.hidden = true;
  readout.setAttribute("aria-hidden", "true");

  const plot = new uPlot({
    width: Math.max(host.clientWidth, 20),
    height,
    padding: [3, 1, 3, 1],
    legend: { show: false },
    axes: [{ show: false }, { show: false }],
    cursor: { y: false, points: { show: false }, drag: { x: false, y: false } },
    scales: {
      x: { time: true, range: () => { const end = data[0].at(-1) ?? Date.now() / 1000; return [end - seconds, end]; } },
      y: { range: (u, min, max) => [0, Math.max(floor, (max ?? 0) * 1.15)] },
    },
    series: [{}, { stroke: () => colours.line, width: 1.5, points: { show: false }, spanGaps: false }],
    hooks: {
      drawClear: [u => {
        horizontal(u, 0, colours.axis, []);
        if (limit !== null && limit <= u.scales.y.max) {
          horizontal(u, limit, colours.limit, [4, 4]);
        }
        for (const flag of flags) {
          if (flag.at >= u.scales.x.min) {
            vertical(u, flag.at, colours.flag, [2, 3]);
          }
        }
      }],
      setCursor: [u => {
        const i = u.cursor.idx;
        const value = i == null ? null : data[1][i];
        readout.hidden = i == null || u.cursor.left < 0;
        if (!readout.hidden) {
          const near = flags.find(flag => Math.abs(u.valToPos(flag.at, "x") - u.cursor.left) < 5);
          const time = new Date(data[0][i] * 1000).toISOString().slice(11, 19);
          readout.textContent = near ? near.text : `${time}  ${value == null ? "–" : value.toLocaleString(document.documentElement.lang, { maximumSignificantDigits: 4 })}`;
        }
      }],
    },
  }, data, host);
  host.append(readout);

  const size = new ResizeObserver(() => {
    if (host.isConnected) {
      plot.setSize({ width: Math.max(host.clientWidth, 20), height });
    } else {
      destroy();
    }
  });
  size.observe(host);

  const repaint = () => { colours = readColours(host); plot.redraw(); };
  const theme = new MutationObserver(repaint);
  theme.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
  const scheme = matchMedia("(prefers-color-scheme: light)");
  scheme.addEventListener("change", repaint);

  function destroy() {
    size.disconnect();
    theme.disconnect();
    scheme.removeEventListener("change", repaint);
    plot.destroy();
    readout.remove();
  }

  return {
    push(moreXs, moreYs) {
      moreXs.forEach((x, i) => add(x, moreYs[i]));
      plot.setData(data);
    },
    flag(list) {
      flags = list;
      plot.redraw();
    },
    destroy,
  };
}
