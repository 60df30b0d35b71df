/* Reader: everything the article's page does beyond what the browser does by itself. */

import "./carried.js";
import "./claim-form.js";
import "./filters.js";
import "./highlights.js";
import "./panel.js";
import "./reselect.js";
import "./saved.js";
import "./sentences.js";
import { reopen } from "./drafts.js";
import { align } from "./layout.js";
import { draw } from "./map.js";

align();
draw();
reopen();
