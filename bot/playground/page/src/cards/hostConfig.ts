/** How Teams dresses Adaptive Cards, told to the official renderer. Colours are CSS variables, so that a change of
 * theme needs no drawing anew and loses nothing that somebody is typing. */

import { HostConfig } from "adaptivecards";

const FONT = "var(--font)";

const colour = (name: string, subtle = name) => ({
  default: `var(--${name})`,
  subtle: `var(--${subtle})`,
  highlightColors: { default: "var(--card-highlight)", subtle: "var(--card-highlight)" },
});

const foregroundColors = {
  default: colour("text-1", "text-3"),
  dark: colour("text-1", "text-3"),
  light: colour("text-3"),
  accent: colour("brand-text"),
  good: colour("good-text"),
  warning: colour("warning-text"),
  attention: colour("danger-text"),
};

const container = (background: string, border = "transparent") => ({
  backgroundColor: background,
  borderColor: border,
  foregroundColors,
});

export const teamsHostConfig = new HostConfig({
  choiceSetInputValueSeparator: ",",
  supportsInteractivity: true,
  spacing: { small: 6, default: 8, medium: 12, large: 20, extraLarge: 24, padding: 12 },
  separator: { lineThickness: 1, lineColor: "var(--stroke-2)" },
  fontTypes: {
    default: {
      fontFamily: FONT,
      fontSizes: { small: 12, default: 14, medium: 14, large: 16, extraLarge: 20 },
      fontWeights: { lighter: 300, default: 400, bolder: 600 },
    },
    monospace: {
      fontFamily: "var(--mono)",
      fontSizes: { small: 12, default: 13, medium: 13, large: 16, extraLarge: 20 },
      fontWeights: { lighter: 300, default: 400, bolder: 600 },
    },
  },
  lineHeights: { small: 16, default: 20, medium: 20, large: 22, extraLarge: 28 },
  imageSizes: { small: 32, medium: 52, large: 100 },
  containerStyles: {
    default: container("transparent", "var(--stroke-2)"),
    emphasis: container("var(--card-emphasis)"),
    accent: container("var(--brand-tint)"),
    good: container("var(--good-tint)"),
    attention: container("var(--danger-tint)"),
    warning: container("var(--warning-tint)"),
  },
  inputs: {
    label: {
      inputSpacing: "small",
      requiredInputs: { weight: "bolder", suffix: " *", suffixColor: "attention", size: "small" },
      optionalInputs: { weight: "bolder", size: "small" },
    },
    errorMessage: { color: "attention", size: "small", weight: "default" },
  },
  actions: {
    maxActions: 6,
    spacing: "default",
    buttonSpacing: 8,
    showCard: { actionMode: "inline", inlineTopMargin: 12, style: "emphasis" },
    actionsOrientation: "horizontal",
    actionAlignment: "left",
    allowTitleToWrap: true,
    iconSize: 16,
  },
  adaptiveCard: { allowCustomStyle: false },
  imageSet: { imageSize: "medium", maxImageHeight: 100 },
  factSet: {
    title: { weight: "bolder", size: "default", wrap: true, maxWidth: 150 },
    value: { size: "default", wrap: true },
    spacing: 12,
  },
  textBlock: { headingLevel: 3 },
  textStyles: {
    heading: { size: "large", weight: "bolder", color: "default", isSubtle: false, fontType: "default" },
    columnHeader: { size: "small", weight: "bolder", color: "default", isSubtle: true, fontType: "default" },
  },
});
