using Microsoft.Extensions.Logging.Abstractions;
using NsmPS.Adapter.Operations.Journal;
using NsmPS.Adapter.Tests.World;
using NsmPS.Core.Tests;

namespace NsmPS.Adapter.Tests.Operations.Journal;

public sealed class OperationJournalTests : IDisposable
{
    private static readonly OpenOperation s_install = new("1", "installing", "NSM service mesh", "alpha");
    private static readonly OpenOperation s_sample = new("2", "installing", "VPN application", "b\u00e9ta");

    private readonly TemporaryFolder _folder = new();

    private string File => Path.Combine(_folder.Path, "state", "operations");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Start_AfterAnAdapterThatWasKilled_NamesWhatItLeftOpenOnce()
    {
        using (var killed = New())
        {
            Assert.Empty(killed.Start());
            killed.Begin(s_install);
            killed.End(killed.Begin(s_sample with { Id = "3" }));
            killed.Begin(s_sample);
        }

        using (var next = New())
        {
            Assert.Equal([s_install, s_sample], next.Start());
        }

        using var third = New();
        Assert.Empty(third.Start());
    }

    [Fact]
    public void End_OfTheLast_LeavesAnEmptyFile()
    {
        using var journal = New();
        journal.Start();
        journal.End(journal.Begin(s_install));

        Assert.Equal(0, new FileInfo(File).Length);
    }

    [Theory]
    [InlineData("not json\n{\"Number\":1}\n[]\nnull\n{\"Number\":2,\"Begun\":{\"Id\":null}}\n")]
    [InlineData("{\"Number\":1,\"Begun\":{\"Id\":\"1\",\"Doing\":\"inst")]
    public void Start_FileOfSomethingElseOrCutShort_IsPassedOver(string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(File)!);
        System.IO.File.WriteAllText(File, text);

        using var journal = New();

        Assert.Empty(journal.Start());
    }

    [Fact]
    public void Start_FileThatAnotherAdapterHolds_WorksWithoutIt()
    {
        using var first = New();
        first.Start();
        first.Begin(s_install);
        using var second = New();

        Assert.Empty(second.Start());
        second.End(second.Begin(s_sample));

        first.Dispose();
        using var third = New();
        Assert.Equal([s_install], third.Start());
    }

    [Fact]
    public void Start_FolderThatCannotBeMade_WorksWithoutIt()
    {
        using var journal = new OperationJournal(TestAdapter.Settings with { StateFile = "/proc/none/operations" },
            NullLogger<OperationJournal>.Instance);

        Assert.Empty(journal.Start());
        journal.End(journal.Begin(s_install));
    }

    private OperationJournal New() =>
        new(TestAdapter.Settings with { StateFile = File }, NullLogger<OperationJournal>.Instance);
}
