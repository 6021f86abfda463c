//! Writing Markdown line by line: what begins each line, and what stands between two blocks.

/// Markdown in the making.
#[derive(Debug, Default)]
pub(super) struct Lines {
    text: String,
    frames: Vec<Frame>,
    /// How many are open beyond the deepest that is written.
    beyond: usize,
    gap: Gap,
    /// Something stands on the line.
    begun: bool,
    /// Where the line begins in the text, after what lines begin with.
    start: usize,
    /// All is one line, of a table's cell: blocks are set apart by `<br>`.
    flat: bool,
}

/// Frames that are written: what is deeper is shown as if it stood in the last. Readers of Markdown go no deeper,
/// and each line begins with all of them.
const DEEPEST: usize = 100;

/// What lines are inside of: a quotation, an item of a list.
#[derive(Debug)]
struct Frame {
    /// What begins its first line; `None` when that is written.
    marker: Option<String>,
    /// What begins its other lines.
    indent: String,
}

/// What must stand before the next text.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
enum Gap {
    #[default]
    None,
    Line,
    Blank,
}

impl Lines {
    /// With room for a text of `bytes`.
    pub(super) fn with_capacity(bytes: usize) -> Lines {
        Lines { text: String::with_capacity(bytes), ..Lines::default() }
    }

    /// For the cell of a table.
    pub(super) fn flat() -> Lines {
        Lines { flat: true, ..Lines::default() }
    }

    pub(super) fn is_flat(&self) -> bool {
        self.flat
    }

    /// Whether nothing stands on the line yet.
    pub(super) fn at_start(&self) -> bool {
        !self.begun
    }

    /// What stands on the line.
    pub(super) fn line_so_far(&self) -> &str {
        if self.begun { &self.text[self.start..] } else { "" }
    }

    /// The last letter on the line.
    pub(super) fn last(&self) -> Option<char> {
        self.line_so_far().chars().next_back()
    }

    /// A block begins or ended: what follows is set apart by a blank line, but at the start of an item.
    pub(super) fn block(&mut self) {
        let starts = self.frames.last().is_some_and(|frame| frame.marker.is_some());
        self.ask(if starts { Gap::Line } else { Gap::Blank });
    }

    /// What follows begins a line.
    pub(super) fn line(&mut self) {
        self.ask(Gap::Line);
    }

    fn ask(&mut self, gap: Gap) {
        self.gap = self.gap.max(gap);
        self.begun = false;
    }

    /// What follows is inside of something whose first line begins with `marker`, the others with `indent`.
    pub(super) fn open(&mut self, marker: String, indent: &str) {
        self.begun = false;
        if self.flat && !marker.trim().is_empty() {
            self.gap = self.gap.max(Gap::Line);
        }
        if self.frames.len() == DEEPEST {
            self.beyond += 1;
            return;
        }
        self.frames.push(Frame { marker: Some(marker), indent: indent.to_owned() });
    }

    /// What was opened last ends here.
    pub(super) fn close(&mut self) {
        match self.beyond.checked_sub(1) {
            Some(beyond) => self.beyond = beyond,
            None => drop(self.frames.pop()),
        }
        self.begun = false;
        self.gap = self.gap.max(Gap::Line);
    }

    /// Writes `text`, which is Markdown without a line break.
    pub(super) fn push(&mut self, text: &str) {
        if !self.begun {
            self.begin();
        }
        self.text.push_str(text);
    }

    /// Writes a letter of Markdown.
    pub(super) fn push_char(&mut self, letter: char) {
        self.push(letter.encode_utf8(&mut [0; 4]));
    }

    /// Takes the last letter back.
    pub(super) fn pop(&mut self) {
        self.text.pop();
    }

    /// A line of its own, as it is: an empty one too.
    pub(super) fn verbatim(&mut self, line: &str) {
        self.line();
        self.begin();
        self.text.push_str(line);
        self.begun = false;
        self.gap = Gap::Line;
    }

    fn begin(&mut self) {
        self.break_line();
        self.begun = true;
        self.start = self.text.len();
    }

    /// Ends the line before, and writes what this one begins with.
    fn break_line(&mut self) {
        let gap = std::mem::take(&mut self.gap);
        let kept = self.text.trim_end_matches(' ').len();
        if self.flat {
            self.frames.iter_mut().for_each(|frame| frame.marker = None);
            if !self.text.is_empty() && gap > Gap::None {
                self.text.truncate(kept);
                self.text.push_str("<br>");
            }
            return;
        }
        if !self.text.is_empty() {
            self.text.truncate(kept);
            self.text.push('\n');
            if gap == Gap::Blank {
                let open = self.frames.iter().take_while(|frame| frame.marker.is_none());
                let prefix: String = open.map(|frame| frame.indent.as_str()).collect();
                self.text.push_str(prefix.trim_end());
                self.text.push('\n');
            }
        }
        for frame in &mut self.frames {
            match frame.marker.take() {
                Some(marker) => self.text.push_str(&marker),
                None => self.text.push_str(&frame.indent),
            }
        }
    }

    /// The text, without spaces and blank lines at its end.
    pub(super) fn finish(mut self) -> String {
        self.text.truncate(self.text.trim_end().len());
        self.text
    }
}
