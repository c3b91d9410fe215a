"""Every sentence the intake says about a whole file: what happened, the value, what to do; in English and Chinese."""

from typing import Any

from xenia.lake.intake.types import FileFault, Notice

FAULTS: dict[str, tuple[str, str]] = {
    "file_empty": (
        "The file {name} is empty. Export it again and upload the new file.",
        "文件 {name} 是空的。请重新导出后再上传。",
    ),
    "header_missing": (
        "The header is expected in row {header_row}, but the file {name} has only {rows} rows. Set the header row to a row that exists.",
        "表头应在第 {header_row} 行，但文件 {name} 只有 {rows} 行。请把表头行改为存在的行。",
    ),
    "header_duplicate": (
        "The header has the same name more than once: {names}. Rename the columns so that each name is used once, or set the header row.",
        "表头中有重复的列名：{names}。请修改列名，使每个列名只出现一次，或设置表头行。",
    ),
    "header_reserved": (
        "The header has a column named {names}, a name kept for the row number. Rename the column.",
        "表头中有名为 {names} 的列，该名称保留给行号使用。请修改列名。",
    ),
    "header_too_wide": (
        "The header has {columns} columns; at most {columns_max} are read. Check the delimiter and the header row.",
        "表头有 {columns} 列，最多可读 {columns_max} 列。请检查分隔符和表头行。",
    ),
    "delimiter_wrong": (
        "With the delimiter {given} the file has one column; with {found} it has {columns}. Choose {found} as the delimiter.",
        "用分隔符 {given} 读取只有 1 列，用 {found} 读取有 {columns} 列。请改用分隔符 {found}。",
    ),
    "delimiter_unsupported": (
        "The delimiter {given} cannot be used; it must be one character. Choose comma, tab, semicolon, pipe or ^A.",
        "不能使用分隔符 {given}，分隔符只能是一个字符。请选择逗号、制表符、分号、竖线或 ^A。",
    ),
    "quote_unclosed": (
        "A quote opened in row {row_number} is never closed; only the rows before it were read. Close it or export the file again.",
        "第 {row_number} 行的引号一直没有闭合，只读取了之前的行。请补上或删除该引号，或重新导出文件。",
    ),
    "encoding_unknown": (
        "The encoding {encoding} is not known. Choose utf-8, gb18030, big5, utf-16-le or utf-16-be.",
        "未知的编码 {encoding}。请选择 utf-8、gb18030、big5、utf-16-le 或 utf-16-be。",
    ),
    "format_unsupported": (
        "The file {name} is {found}, which is not read. Save it as CSV, TSV, XLSX, JSON Lines or Parquet (plain, .gz or .zip).",
        "文件 {name} 是 {found}，无法读取。请另存为 CSV、TSV、XLSX、JSON Lines 或 Parquet（可用 .gz 或 .zip 压缩）。",
    ),
    "file_truncated": (
        "The file {name} stops half-way: {found}. The rows before that point were read. Upload the whole file again.",
        "文件 {name} 不完整：{found}。在此之前的行已读取。请重新上传完整的文件。",
    ),
    "file_damaged": (
        "The file {name} is damaged: {found}. Export it again and upload the new file.",
        "文件 {name} 已损坏：{found}。请重新导出后再上传。",
    ),
    "archive_members": (
        "The zip archive {name} holds {count} files: {members}. Choose one of them, or upload an archive with one file.",
        "压缩包 {name} 中有 {count} 个文件：{members}。请选择其中一个，或上传只含一个文件的压缩包。",
    ),
    "archive_empty": (
        "The zip archive {name} holds no data file. Pack the exported file and upload the archive again.",
        "压缩包 {name} 中没有数据文件。请把导出的文件打包后重新上传。",
    ),
    "archive_member_missing": (
        "The zip archive {name} has no file {member}; it holds: {members}. Choose one of these.",
        "压缩包 {name} 中没有文件 {member}，其中有：{members}。请从中选择。",
    ),
    "archive_password": (
        "The file {member} in the zip archive {name} is protected with a password. Pack it without a password and upload it again.",
        "压缩包 {name} 中的文件 {member} 有密码保护。请不设密码重新打包后再上传。",
    ),
    "compression_bomb": (
        "The file {name} unpacks to over {ratio} times its size and over {limit_mb} MB, as no export does. Upload it without compression.",
        "文件 {name} 解压后超过原大小的 {ratio} 倍且超过 {limit_mb} MB，不像真实的导出文件，已停止读取。请上传未压缩的文件。",
    ),
    "workbook_password": (
        "The workbook {name} is protected with a password. Remove it in Excel (File, Info, Protect Workbook) and upload it again.",
        "工作簿 {name} 有密码保护。请在 Excel 中打开并取消密码（文件 - 信息 - 保护工作簿），然后重新上传。",
    ),
    "workbook_too_large": (
        "The workbook {name} unpacks to {size_mb} MB; at most {limit_mb} MB are read. Save the sheet as CSV and upload that.",
        "工作簿 {name} 解压后有 {size_mb} MB，最多可读 {limit_mb} MB。请把工作表另存为 CSV 后上传。",
    ),
    "sheet_missing": (
        "The workbook {name} has no sheet {sheet}; it has: {sheets}. Choose one of these.",
        "工作簿 {name} 中没有工作表 {sheet}，其中有：{sheets}。请从中选择。",
    ),
    "json_not_rows": (
        "The file {name} is one JSON object with everything inside, not a list of rows. Export an array of objects or JSON Lines.",
        "文件 {name} 是一个包含全部内容的 JSON 对象，而不是行的列表。请导出对象数组或 JSON Lines。",
    ),
}

NOTICES: dict[str, tuple[str, str]] = {
    "header_name_empty": (
        "Column {column} has no name in the header; it is called {name}.",
        "第 {column} 列没有列名，暂命名为 {name}。",
    ),
    "trailing_delimiter": (
        "Every row ends with a delimiter; the empty last column is left out.",
        "每行末尾都有分隔符，已忽略末尾的空列。",
    ),
    "header_row_suspect": (
        "Row {header_row} has {header_columns} cells while the rows below have {columns}. Set the header row if it is further down.",
        "第 {header_row} 行有 {header_columns} 个单元格，而下面的行有 {columns} 个。如果表头在更下方，请设置表头行。",
    ),
    "header_looks_like_data": (
        "The header row holds numbers or dates ({names}); the file may have no header. Check the header row.",
        "表头行中有数字或日期（{names}），文件可能没有表头。请检查表头行。",
    ),
    "encoding_uncertain": (
        "The encoding was guessed as {encoding} with little certainty. Look at the sample and choose another encoding if it reads wrongly.",
        "编码猜测为 {encoding}，把握不大。请查看样例，如有乱码请选择其他编码。",
    ),
    "encoding_mixed": (
        "Some rows are not written in {encoding}, unlike the rest of the file; those rows will be refused with the reason.",
        "部分行的编码与文件其余部分（{encoding}）不一致，这些行会被拒收并注明原因。",
    ),
    "column_split": (
        "The only column holds several, separated by tabs; it was split into {columns} columns.",
        "唯一的一列中用制表符分隔了多列，已拆分为 {columns} 列。",
    ),
    "column_new": (
        "The column {name} appears first in row {row_number}; it was added.",
        "列 {name} 在第 {row_number} 行首次出现，已添加。",
    ),
}

REJECTS: dict[str, tuple[str, str]] = {
    "columns_ragged": (
        "The header has {expected} columns, this row has {found}. Check for a missing or extra delimiter or an unquoted one inside a cell.",
        "表头有 {expected} 列，该行有 {found} 列。请检查是否缺少或多出分隔符，或单元格内的分隔符未加引号。",
    ),
    "nul_byte": (
        "The row holds a NUL byte, which no text has. Remove it or export the row again.",
        "该行含有 NUL 字节，不是正常文本。请删除后或重新导出该行。",
    ),
    "cell_too_long": (
        "The cell in column {column} has {size} bytes; at most {limit} are read. Shorten it.",
        "列 {column} 的单元格有 {size} 字节，最多可读 {limit} 字节。请缩短内容。",
    ),
    "record_too_long": (
        "The row has {size} bytes; at most {limit} are read. Shorten its cells or check for a missing line end.",
        "该行有 {size} 字节，最多可读 {limit} 字节。请缩短单元格内容，或检查是否缺少换行。",
    ),
    "encoding_mixed": (
        "The row is not written in {encoding}; the bytes that could not be read are shown as \ufffd. Save the row in {encoding}.",
        "该行不是 {encoding} 编码，无法读取的字节显示为 \ufffd。请将该行保存为 {encoding}。",
    ),
    "encoding_other": (
        "The row is written in {found}, unlike the rest of the file ({encoding}); it is shown as {found}. Save the row in {encoding}.",
        "该行是 {found} 编码，与文件其余部分（{encoding}）不一致；现按 {found} 显示。请将该行保存为 {encoding}。",
    ),
    "json_invalid": (
        "The line is not valid JSON: {found}. Mend it or export it again.",
        "该行不是有效的 JSON：{found}。请修正或重新导出。",
    ),
    "json_not_object": (
        "The line holds {found} where an object {{...}} is expected. Export one object per row.",
        "该行是 {found}，应为对象 {{...}}。请每行导出一个对象。",
    ),
    "json_key_twice": (
        "The column {column} occurs twice in this row. Keep one of the two.",
        "列 {column} 在该行出现两次。请只保留一个。",
    ),
}


def file_fault(code: str, **values: Any) -> FileFault:
    """The fault with its two sentences filled in; `values` become the error's context."""
    english, chinese = FAULTS[code]
    shown = {key: ", ".join(value) if isinstance(value, list) else value for key, value in values.items()}
    return FileFault(code, english.format(**shown), chinese.format(**shown), **values)


def notice(code: str, **values: Any) -> Notice:
    """The notice with its two sentences filled in."""
    english, chinese = NOTICES[code]
    return Notice(code, english.format(**values), chinese.format(**values))


def reject_detail(rule: str, **values: Any) -> tuple[str, str]:
    """The two sentences of a refused row."""
    english, chinese = REJECTS[rule]
    return english.format(**values), chinese.format(**values)
