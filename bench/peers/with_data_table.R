# data.table's side of bench/score.py and read.py.
suppressPackageStartupMessages(library(data.table))
words <- commandArgs(trailingOnly = TRUE)
folder <- words[1]
shape <- as.integer(words[2:5])
names(shape) <- c("units", "indicators", "months", "groups")
rows <- shape[["units"]] * shape[["months"]]
columns <- sprintf("i%03d", seq_len(shape[["indicators"]]) - 1L)
month <- shape[["units"]] %/% shape[["groups"]] + (seq_len(shape[["groups"]]) - 1L < shape[["units"]] %% shape[["groups"]])
sizes <- as.integer(rep(month, shape[["months"]]))
before <- cumsum(c(0L, sizes))
weights <- (seq_len(shape[["indicators"]]) - 1) %% 7 + 1
weights <- 100 * weights / sum(weights)
setDTthreads(0)
cells <- NULL
result <- NULL
values <- NULL

load_columns <- function() {
  file <- file(file.path(folder, "columns.f64"), "rb")
  cells <<- as.data.table(matrix(readBin(file, "double", rows * length(columns)), rows))
  close(file)
  setnames(cells, columns)
  cells[, group := rep(seq_along(sizes), sizes)]
  setkey(cells, group)
}

# Σ w (x - low) / (high - low): lowest and highest by the table's own grouping, then whole columns.
score <- function() {
  low <- cells[, lapply(.SD, min), by = group, .SDcols = columns]
  high <- cells[, lapply(.SD, max), by = group, .SDcols = columns]
  group <- cells$group
  sums <- numeric(rows)
  for (i in seq_along(columns)) {
    name <- columns[i]
    factors <- weights[i] / (high[[name]] - low[[name]])
    sums <- sums + (cells[[name]] - low[[name]][group]) * factors[group]
  }
  result <<- list(scores = sums, ranks = frankv(list(group, -sums), ties.method = "min") - before[group])
}

read <- function(name) {
  values <<- NULL
  values <<- fread(file.path(folder, paste0(name, ".csv")), showProgress = FALSE)
}

keep_scores <- function(path) {
  file <- file(path, "wb")
  writeBin(result$scores, file)
  writeBin(as.integer(result$ranks), file)
  close(file)
}

keep_values <- function(path) {
  file <- file(path, "wb")
  if ("value" %in% names(values)) {
    writeBin(as.vector(t(matrix(values$value, length(columns)))), file)
  } else {
    for (name in columns) writeBin(as.double(values[[name]]), file)
  }
  close(file)
}

timed <- function(work, times) {
  vapply(seq_len(times), function(i) {
    gc(FALSE)  # what the run before left; not timed
    began <- as.numeric(Sys.time())
    busy <- proc.time()
    work()
    paste(1000 * (as.numeric(Sys.time()) - began), 1000 * sum((proc.time() - busy)[1:2]), sep = "/")
  }, "")
}

input <- file("stdin", "r")
while (length(line <- readLines(input, 1)) > 0) {
  word <- strsplit(line, " +")[[1]]
  answer <- switch(word[1],
    version = paste("data.table", packageVersion("data.table"), "R", getRversion(), "threads", getDTthreads()),
    load = { load_columns(); "ok" },
    score = paste(timed(score, as.integer(word[2])), collapse = " "),
    long = , wide = paste(timed(function() read(word[1]), as.integer(word[2])), collapse = " "),
    "keep-scores" = { keep_scores(word[2]); "ok" },
    "keep-values" = { keep_values(word[2]); "ok" })
  cat(answer, "\n", sep = "")
  flush(stdout())
}
