"""An office's own workbook of a month of the sample city: its scheme computed once more, by formulas that LibreOffice works
out, and by Python's decimals. For test_office_year.py. Nothing here knows duban; what it says of the scheme it reads in the file."""
import os
import re
import subprocess
import sys
import zipfile
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

CAMPAIGN = "data/samples/shifanshi-2021"
ONE, NONE = Decimal(1), "不涉及"


class Leaf:
    """A leaf of the scheme's file, as one line of it says."""

    def __init__(self, words, parent):
        said = dict(re.findall(r"(\w+): ('[^']*'|\[[^]]*\]|[^,}]+)", words))
        self.code, self.name, self.rule, self.parent = said["code"], said["name"], said["rule"], parent
        self.weight = Decimal(said["weight"])
        self.lower = said.get("direction") == "lower"
        self.plan = said.get("plan")
        self.goal = Decimal(said["target"]) if "target" in said else None
        self.per_point = Decimal(said.get("per_point", "0"))


class Month:
    """One month: leaves, units, values, and points, total and rank of every unit in exact decimals."""

    def __init__(self, root, scheme, period):
        sys.path.insert(0, os.path.join(root, "tools"))
        import sample_design
        folder = Path(root) / CAMPAIGN
        self.period, self.file, self.plans = period, folder / "schemes" / scheme, {}
        self.leaves, self.parents = [], []
        for line in self.file.read_text(encoding="utf-8").splitlines():
            plan = re.match(r"  (\w+): \{(.*)\}$", line)
            if plan and plan[2][0].isdigit():
                months = dict(re.findall(r"(\d+): ([\d.]+)", plan[2]))
                self.plans[plan[1]] = Decimal(months[str(int(period[5:]))]) / 100
            if line.startswith("  - name: "):
                self.parents.append(line[10:])
            if line.startswith("      - {code: "):
                self.leaves.append(Leaf(line, self.parents[-1]))
        design = sample_design.Design(folder)
        members = [(seat, u) for seat, u in design.members(period) if u["group"] == "county"]
        self.units = [u["name"] for _, u in members]
        self.shorts = [u["short"] for _, u in members]
        self.values, self.goals = {}, {}
        forms = {f["indicator"]: f for f in design.forms if f["group"] == "county"}
        for i, (seat, unit) in enumerate(members):
            for leaf in self.leaves:
                if leaf.code in forms:
                    self.values[i, leaf.code] = design.cell(seat, unit, period, forms[leaf.code], "confirmed")[0]
                goal = leaf.goal or design.targets.get((leaf.code, unit["code"]))
                self.goals[i, leaf.code] = goal
        self.losses = [Decimal((1, 0, 0, 2, 0, 0, 1, 0, 0)[i]) for i in range(len(members))]  # 反馈报告
        self.bonus = [Decimal(x) for x in ("0.5", "0", "0", "0", "1", "0", "0", "0", "0")]
        self.deduct = [Decimal(x) for x in ("0", "1", "0", "0", "0", "0.5", "0", "0", "0")]

    def applies(self, i, leaf):
        return self.values.get((i, leaf.code)) != "NA"

    def spread(self, i):
        """What the points of a unit are multiplied with, since those that do not apply go to the others."""
        return Decimal(100) / sum(leaf.weight for leaf in self.leaves if self.applies(i, leaf))

    def fraction(self, i, leaf):
        if leaf.rule == "deduct":
            return max(leaf.weight - self.losses[i], Decimal(0)) / leaf.weight
        value, goal = self.values[i, leaf.code], self.goals[i, leaf.code]
        share = self.plans[leaf.plan] if leaf.plan else ONE
        if leaf.rule == "pace":
            f = ONE + (value / goal - share) * 100 * leaf.per_point / leaf.weight
        else:
            f = 2 - value / goal if leaf.lower else value / (goal * share)
        return min(max(f, Decimal(0)), ONE)

    def points(self, i, leaf):
        """Of a leaf of that unit; None: does not apply."""
        return self.fraction(i, leaf) * leaf.weight * self.spread(i) if self.applies(i, leaf) else None

    def component(self, i, parent):
        return sum(self.points(i, leaf) or 0 for leaf in self.leaves if leaf.parent == parent)

    def total(self, i):
        tree = sum(self.points(i, leaf) or 0 for leaf in self.leaves)
        return cut(tree + self.bonus[i] - self.deduct[i])

    def ranks(self):
        totals = [self.total(i) for i in range(len(self.units))]
        return [1 + sum(t > own for t in totals) for own in totals]


def cut(x, decimals=2):
    return x.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def letter(col):
    text = ""
    while col:
        text, col = chr(65 + (col - 1) % 26) + text, (col - 1) // 26
    return text


FIRST = 6  # row of the first unit in the score sheet


class OfficeBook:
    """参数, 完成情况, 得分: how it takes values (by VLOOKUP, INDEX/MATCH, the cell itself, a defined name) is a choice, as is the order
    of the units. `cell(what, unit)` finds a cell of the score sheet: a leaf's code, a component's name, "total", "rank"."""

    def __init__(self, openpyxl, month, take="vlookup", order=None, names=None, rank="RANK", final="ROUND({},2)"):
        self.m, self.take, self.rank_word, self.final = month, take, rank, final
        self.order = list(order if order is not None else range(len(month.units)))
        self.names = names or month.units
        self.book = openpyxl.Workbook()
        self.book.active.title = "参数"
        self.data, self.score = self.book.create_sheet("完成情况"), self.book.create_sheet("得分")
        self.last = FIRST + len(self.order) - 1
        self.parameters(openpyxl)
        self.values()
        self.heads()
        for k in range(len(self.order)):
            self.row(k)

    def parameters(self, openpyxl):
        ws = self.book["参数"]
        ws.append(["内容", "分值", "计划进度", "每点扣分"])
        self.at = {}
        for leaf in self.m.leaves:
            ws.append([leaf.name, float(leaf.weight), float(self.m.plans[leaf.plan]) if leaf.plan else None, float(leaf.per_point) or None])
            self.at[leaf.code] = ws.max_row
            ws[f"C{ws.max_row}"].number_format = "0%"
            if self.take == "name":
                for word, col in (("分值", "B"), ("进度", "C")):
                    name = openpyxl.workbook.defined_name.DefinedName(f"{word}_{leaf.code}", attr_text=f"参数!${col}${ws.max_row}")
                    (self.book.defined_names.append if hasattr(self.book.defined_names, "append") else self.book.defined_names.add)(name)

    def values(self):
        ws, self.value_col, self.goal_col = self.data, {}, {}
        ws["A1"] = f"{self.m.period} 各县区指标完成情况"
        ws["A3"], col = "县（市、区）", 2
        ws.merge_cells("A3:A4")
        for leaf in self.m.leaves:
            if leaf.rule == "deduct":
                continue
            ws.cell(3, col, leaf.name)
            ws.cell(4, col, "完成")
            self.value_col[leaf.code], col = col, col + 1
            if leaf.goal is None:
                ws.cell(4, col, "目标")
                ws.merge_cells(start_row=3, end_row=3, start_column=col - 1, end_column=col)
                self.goal_col[leaf.code], col = col, col + 1
        self.width = col - 1
        for k, i in enumerate(range(len(self.m.units))):  # official order, whatever the score sheet has
            ws.cell(5 + k, 1, self.names[i])
            for code, c in self.value_col.items():
                value = self.m.values[i, code]
                ws.cell(5 + k, c, NONE if value == "NA" else float(value))
                if code in self.goal_col:
                    ws.cell(5 + k, self.goal_col[code], float(self.m.goals[i, code]))

    def heads(self):
        ws, self.col, col = self.score, {}, 2
        ws["A1"] = f"示例市{self.m.period[:4]}年{int(self.m.period[5:])}月县区考评得分表"
        ws["A2"] = "单位：分"
        ws["A4"] = "县（市、区）"
        ws.merge_cells("A4:A5")
        for parent in self.m.parents:
            first = col
            for leaf in [leaf for leaf in self.m.leaves if leaf.parent == parent]:
                ws.cell(5, col, f"{leaf.name}\n（{leaf.weight}分）")
                self.col[leaf.code], col = col, col + 1
            ws.cell(4, first, parent)
            ws.cell(5, col, "小计")
            self.col[parent], col = col, col + 1
            ws.merge_cells(start_row=4, end_row=4, start_column=first, end_column=col - 1)
        for code, head in (("loss", "反馈报告扣分"), ("spread", "折算系数"), ("bonus", "加分"), ("deduct", "扣分"), ("total", "总分"), ("rank", "位次")):
            ws.cell(4, col, head)
            ws.merge_cells(start_row=4, end_row=5, start_column=col, end_column=col)
            self.col[code], col = col, col + 1

    def of(self, code, r):
        return f"{letter(self.col[code])}{r}"

    def cell(self, what, unit):
        return self.of(what, FIRST + self.order.index(unit))

    def parameter(self, leaf, col):
        if self.take == "name":
            return {"B": "分值", "C": "进度"}[col] + "_" + leaf.code if col in "BC" else f"参数!${col}${self.at[leaf.code]}"
        return f"参数!${col}${self.at[leaf.code]}"

    def found(self, col, r, i):
        """A cell of the sheet of values."""
        if self.take == "vlookup":
            return f"VLOOKUP($A{r},完成情况!$A$5:${letter(self.width)}$99,{col},FALSE)"
        if self.take == "index":
            return f"INDEX(完成情况!{letter(col)}$5:{letter(col)}$99,MATCH($A{r},完成情况!$A$5:$A$99,0))"
        if self.take == "sumif":
            return f"SUMIF(完成情况!$A$5:$A$99,$A{r},完成情况!{letter(col)}$5:{letter(col)}$99)"
        return f"完成情况!{letter(col)}{5 + i}"

    def leaf_formula(self, leaf, r, i):
        full = self.parameter(leaf, "B")
        if leaf.rule == "deduct":
            return f"MAX({full}-{self.of('loss', r)},0)*{self.of('spread', r)}"
        value = self.found(self.value_col[leaf.code], r, i)
        goal = self.found(self.goal_col[leaf.code], r, i) if leaf.code in self.goal_col else str(leaf.goal)
        share = self.parameter(leaf, "C") if leaf.plan else None
        if leaf.rule == "pace":
            points = f"{full}+({value}/{goal}-{share})*100*{self.parameter(leaf, 'D')}"
        elif leaf.lower:
            points = f"{full}*(2-{value}/{goal})"
        else:
            points = f"{full}*{value}/({goal}*{share})" if share else f"{full}*{value}/{goal}"
        points = f"MIN(MAX({points},0),{full})*{self.of('spread', r)}"
        if self.take == "sumif" or all(self.m.applies(u, leaf) for u in self.order):
            return points
        return f'IF(ISNUMBER({value}),{points},"{NONE}")'

    def row(self, k):
        ws, r, i = self.score, FIRST + k, self.order[k]
        ws[f"A{r}"] = self.names[i]
        self.put("loss", r, float(self.m.losses[i]), "General")
        out = [f"参数!$B${self.at[leaf.code]}" for leaf in self.m.leaves if not self.m.applies(i, leaf)]
        self.put("spread", r, f"=100/(100-{'-'.join(out)})" if out else 1, "0.0000")
        for leaf in self.m.leaves:
            self.put(leaf.code, r, NONE if self.take == "sumif" and not self.m.applies(i, leaf) else "=" + self.leaf_formula(leaf, r, i))
        for parent in self.m.parents:
            codes = [leaf.code for leaf in self.m.leaves if leaf.parent == parent]
            self.put(parent, r, f"=SUM({self.of(codes[0], r)}:{self.of(codes[-1], r)})")
        self.put("bonus", r, float(self.m.bonus[i]))
        self.put("deduct", r, float(self.m.deduct[i]))
        parts = "+".join(self.of(parent, r) for parent in self.m.parents)
        self.put("total", r, "=" + self.final.format(f"{parts}+{self.of('bonus', r)}-{self.of('deduct', r)}"))
        self.put("rank", r, "=" + self.rank_formula(r), "0")

    def rank_formula(self, r):
        own, all_rows = self.of("total", r), f"${letter(self.col['total'])}${FIRST}:${letter(self.col['total'])}${self.last}"
        if self.rank_word == "COUNTIF":
            return f'COUNTIF({all_rows},">"&{own})+1'
        if self.rank_word == "SUMPRODUCT":
            return f"SUMPRODUCT(--({all_rows}>{own}))+1"
        if self.rank_word == "DENSE":
            return f"SUMPRODUCT(({all_rows}>{own})/COUNTIF({all_rows},{all_rows}))+1"
        new = "_xlfn." if "." in self.rank_word else ""
        return f"{new}{self.rank_word}({own},{all_rows})"

    def put(self, code, r, value, form="0.00"):
        cell = self.score[self.of(code, r)]
        cell.value, cell.number_format = value, form

    def set(self, what, unit, value):
        self.score[self.cell(what, unit)].value = value

    def value_cell(self, leaf, unit):
        return self.data.cell(5 + unit, self.value_col[leaf])


def recalculated(office, folder, kind="xlsx:Calc MS Excel 2007 XML", ending="xlsx"):
    """All workbooks of the folder saved again by LibreOffice, which works out their formulas; the folder they are in."""
    saved = Path(folder) / f"saved-{ending}"
    files = sorted(Path(folder).glob("*.xlsx"))
    subprocess.run([office, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", kind, "--outdir", saved, *files],
                   check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return saved


def restored(path, sheet, cell, value):
    """Another stored result of one formula, as a spreadsheet leaves it that did not work it out again; None: without any."""
    with zipfile.ZipFile(path) as old:
        parts = {n: old.read(n) for n in old.namelist()}
    name = f"xl/worksheets/sheet{sheet}.xml"
    pattern = rf'(<c r="{cell}"[^>]*>)(<f[^>]*>.*?</f>|<f[^>]*/>)<v>[^<]*</v>'
    text, found = re.subn(pattern, lambda m: m[1] + m[2] + ("" if value is None else f"<v>{value}</v>"), parts[name].decode("utf-8"))
    assert found == 1, (cell, found)
    parts[name] = text.encode("utf-8")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for n, data in parts.items():
            new.writestr(n, data)
