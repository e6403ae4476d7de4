namespace NsmPS.HelpBuild.Tests;

public sealed class DocsTests
{
    [Fact]
    public void Pages_Lines_HaveAtMost140Columns()
    {
        string[] pages = [.. Pages("commands"), .. Pages("about")];

        Assert.NotEmpty(pages);
        Assert.Empty(pages.SelectMany(page => File.ReadLines(page).Where(line => line.Length > 140).Select(line => $"{page}: {line}")));
    }

    private static IEnumerable<string> Pages(string folder) => Directory.EnumerateFiles(Path.Combine(Checkout.Docs, folder), "*.md");
}
