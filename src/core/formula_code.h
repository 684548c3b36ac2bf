/* core/formula_code.h - a compiled formula: steps in postfix order over a stack of columns.
 *
 * Every step takes its operands from the top of the stack and puts one result there; the place of the
 * stack is known at compile time, so running needs no recursion and no bounds. The words keep what was
 * typed, for explanations. Callers: core/formula.c (makes it), core/formula_run.c (runs and shows it). */
#pragma once
#include "core/formula.h"

typedef enum Step {
    STEP_NUMBER, /* puts Formula step's number */
    STEP_INPUT,  /* puts an input */
    STEP_MINUS,  /* one operand from here */
    STEP_NOT,
    STEP_ABS,
    STEP_SQRT,
    STEP_LN,
    STEP_EXP,
    STEP_ROUND, /* to `at` decimals */
    STEP_ADD,   /* two from here */
    STEP_SUBTRACT,
    STEP_MULTIPLY,
    STEP_DIVIDE,
    STEP_POW,
    STEP_MIN,
    STEP_MAX,
    STEP_LESS,
    STEP_LESS_EQUAL,
    STEP_MORE,
    STEP_MORE_EQUAL,
    STEP_EQUAL,
    STEP_NOT_EQUAL,
    STEP_AND,
    STEP_OR,
    STEP_CLIP, /* three from here */
    STEP_IF,
} Step;

typedef struct FormulaStep {
    Step step;
    int at; /* index of an input; decimals of a rounding */
    double number;
} FormulaStep;

/* How a word stands in a line. */
typedef enum WordKind {
    WORD_NAME, /* an input */
    WORD_NUMBER,
    WORD_FUNCTION,
    WORD_INFIX,  /* with a space on both sides */
    WORD_PREFIX, /* minus */
    WORD_NOT,
    WORD_OPEN,
    WORD_CLOSE,
    WORD_COMMA,
} WordKind;

typedef struct FormulaWord {
    WordKind kind;
    int input;
    Str text;
} FormulaWord;

struct Formula {
    FormulaStep *steps;
    int nsteps;
    Str *inputs;
    int ninputs;
    int depth; /* most columns on the stack at once */
    FormulaWord *words;
    int nwords;
};
