namespace NsmPS.Core.Tests.Manifests.Folders;

/// <summary>Writes a folder out of one text: each file begins with a line <c>== path</c>.</summary>
internal static class FolderText
{
    private const string Mark = "== ";

    public static void WriteTo(TemporaryFolder folder, string text)
    {
        foreach (var part in ("\n" + text.ReplaceLineEndings("\n")).Split("\n" + Mark, StringSplitOptions.RemoveEmptyEntries))
        {
            var end = part.IndexOf('\n', StringComparison.Ordinal);
            folder.Write(part[..end].Trim(), part[(end + 1)..]);
        }
    }
}
