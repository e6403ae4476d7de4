using NsmPS.Console.Options;

namespace NsmPS.Console.Tests;

public sealed class ModuleLocatorTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("nsmps-console-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void Find_BuiltInAClone_SearchesUpwards()
    {
        string manifest = Create("artifacts", "module", "NsmPS");

        Assert.Equal(manifest, new ModuleLocator(new HostSettings(), Folder("artifacts", "bin", "NsmPS.Console", "debug")).Find());
    }

    [Fact]
    public void Find_ModuleBesideTheProgram_GoesFirst()
    {
        Create("artifacts", "module", "NsmPS");
        string manifest = Create("artifacts", "bin", "module", "NsmPS");

        Assert.Equal(manifest, new ModuleLocator(new HostSettings(), Folder("artifacts", "bin")).Find());
    }

    [Fact]
    public void Find_PathInTheEnvironment_GoesBeforeAll()
    {
        Create("artifacts", "module", "NsmPS");
        string manifest = Create("elsewhere");

        Assert.Equal(manifest, new ModuleLocator(new HostSettings { ModulePath = Folder("elsewhere") }, _root).Find());
        Assert.Equal(manifest, new ModuleLocator(new HostSettings { ModulePath = manifest }, _root).Find());
    }

    [Fact]
    public void Find_PathInTheEnvironmentIsWrong_DoesNotLookElsewhere()
    {
        Create("artifacts", "module", "NsmPS");
        var locator = new ModuleLocator(new HostSettings { ModulePath = Folder("elsewhere") }, _root);

        Assert.Null(locator.Find());
        Assert.Contains("elsewhere", locator.Explanation, StringComparison.Ordinal);
    }

    private string Folder(params string[] parts) => Path.Combine([_root, .. parts]);

    private string Create(params string[] folder)
    {
        Directory.CreateDirectory(Folder(folder));
        string manifest = Path.Combine(Folder(folder), "NsmPS.psd1");
        File.WriteAllText(manifest, "@{}");
        return manifest;
    }
}
