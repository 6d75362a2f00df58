// The charts of the report, drawn from its table; without the library the table stands alone.

const table = document.getElementById("curve");
const charts = [];

if (table && window.echarts) {
  const rows = [...table.tBodies[0].rows].map((row) =>
    [...row.cells].map((cell) => Number(cell.textContent.replace("−", "-"))),
  );
  const scales = [...table.tHead.rows[0].cells].slice(3).map((cell) => cell.textContent);
  add("anger-chart", (place, color) => angerChart(place, color, rows));
  if (rows.some((row) => row[3])) {
    // of a team's drill the table has only the reader's own scores
    add("score-chart", (_, color) => scoreChart(color, rows, scales));
  }
  addEventListener("resize", () => charts.forEach(({ chart }) => chart.resize()));
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
} else {
  document.getElementById("figures")?.setAttribute("open", "");
}

function add(id, option) {
  const place = document.getElementById(id);
  place.parentElement.hidden = false;
  charts.push({ place, option, chart: window.echarts.init(place, null, { renderer: "svg" }) });
  draw();
}

function draw() {
  const style = getComputedStyle(document.documentElement);
  const color = (name) => style.getPropertyValue(`--${name}`).trim();
  for (const { chart, place, option } of charts) {
    chart.setOption({ ...frame(color), ...option(place, color) }, true);
  }
}

function frame(color) {
  return {
    animation: false,
    textStyle: { color: color("ink"), fontFamily: getComputedStyle(document.body).fontFamily },
    tooltip: { trigger: "axis", renderMode: "richText" },
    grid: { left: 34, right: 16, top: 32, bottom: 28 },
  };
}

function axes(color, names, [min, max], interval) {
  const axisLabel = { color: color("soft") };
  const lines = { lineStyle: { color: color("line") } };
  return {
    xAxis: { type: "category", data: names, axisLabel, axisLine: lines, boundaryGap: false },
    yAxis: { type: "value", min, max, interval, axisLabel, splitLine: lines },
  };
}

function angerChart(place, color, rows) {
  const angers = [Number(table.dataset.anger), ...rows.map((row) => row[1])];
  const names = [place.dataset.start, ...rows.map((row) => row[0])];
  const level = (from, to, name) => [
    { yAxis: from, itemStyle: { color: color(name), opacity: 0.12 } },
    { yAxis: to },
  ];
  return {
    ...axes(color, names, [0, 100], 25),
    series: [
      {
        type: "line",
        name: place.dataset.name,
        data: angers,
        symbolSize: 9,
        lineStyle: { color: color("ink"), width: 2 },
        itemStyle: { color: color("ink") },
        markArea: {
          silent: true,
          data: [level(0, 35, "calm"), level(35, 70, "warm"), level(70, 100, "hot")],
        },
      },
    ],
  };
}

function scoreChart(color, rows, scales) {
  const looks = [
    { symbol: "circle", type: "solid", name: "calm" },
    { symbol: "rect", type: "dashed", name: "info" },
    { symbol: "triangle", type: "dotted", name: "hot" },
  ];
  return {
    ...axes(color, rows.map((row) => row[0]), [1, 5], 1),
    legend: { right: 0, top: 0, textStyle: { color: color("ink") }, itemWidth: 32 },
    series: scales.map((name, i) => ({
      type: "line",
      name,
      data: rows.map((row) => row[3 + i]),
      symbol: looks[i].symbol,
      symbolSize: 9,
      lineStyle: { color: color(looks[i].name), type: looks[i].type, width: 2 },
      itemStyle: { color: color(looks[i].name) },
    })),
  };
}

// On paper: light, and nothing folded.

document.getElementById("print").addEventListener("click", () => window.print());

addEventListener("beforeprint", () => {
  document.documentElement.classList.add("printing");
  for (const details of document.querySelectorAll("details")) details.open = true;
  draw();
});

addEventListener("afterprint", () => {
  document.documentElement.classList.remove("printing");
  draw();
});
