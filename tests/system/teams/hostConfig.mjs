// How Teams (light) draws cards, as far as its published design says: fonts, colours of containers, at most six actions.
export const TEAMS_HOST_CONFIG = {
  fontFamily: "'Segoe UI', 'DejaVu Sans', sans-serif",
  fontSizes: { small: 12, default: 14, medium: 16, large: 18, extraLarge: 24 },
  fontWeights: { lighter: 300, default: 400, bolder: 600 },
  spacing: { small: 6, default: 8, medium: 12, large: 18, extraLarge: 24, padding: 14 },
  supportsInteractivity: true,
  actions: {
    maxActions: 6,
    spacing: 'default',
    buttonSpacing: 8,
    actionsOrientation: 'horizontal',
    actionAlignment: 'left',
  },
  containerStyles: {
    default: style('#ffffff'),
    emphasis: style('#f0f0f0'),
    attention: style('#fdf3f4'),
    warning: style('#fff9f5'),
  },
};

function style(backgroundColor) {
  const colour = (value) => ({ default: value, subtle: value });
  const foregroundColors = { default: colour('#242424'), accent: colour('#4f52b2'), attention: colour('#b10e1c') };
  return { backgroundColor, foregroundColors };
}
