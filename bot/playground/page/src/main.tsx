import "@fontsource-variable/open-sans/wght.css";
import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/controls.css";
import "./styles/top.css";
import "./styles/panes.css";
import "./styles/over.css";
import "./styles/outlook.css";
import "./styles/chat.css";
import "./styles/cards.css";
import "./styles/narrow.css";

import { render } from "preact";

import { App } from "./App";
import { follow, refetch, tick } from "./state/tenant";
import { applyTheme } from "./state/theme";

applyTheme();
void refetch();
follow();
tick();
const page = document.getElementById("page");
if (page) render(<App />, page);
