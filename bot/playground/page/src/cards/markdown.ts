/** Markdown as Teams reads it: emphasis, lists and links; no HTML, no images, no headings. A mention shows the name. */

import MarkdownIt from "markdown-it";

const reader = new MarkdownIt({ html: false, linkify: false, breaks: true }).disable(["image", "heading", "table"]);

reader.renderer.rules.link_open = (tokens, index, options, _env, self) => {
  tokens[index]?.attrSet("target", "_blank");
  tokens[index]?.attrSet("rel", "noopener noreferrer");
  return self.renderToken(tokens, index, options);
};

const MENTION = /&lt;at&gt;(.*?)&lt;\/at&gt;/g;

export const markdownToHtml = (text: string): string =>
  reader.render(text).replace(MENTION, '<span class="mention">$1</span>');
