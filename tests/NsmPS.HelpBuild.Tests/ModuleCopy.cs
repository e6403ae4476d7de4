using System.Runtime.Versioning;

namespace NsmPS.HelpBuild.Tests;

/// <summary>The built module with help of its own, made of this repository's pages.</summary>
internal sealed class ModuleCopy : IDisposable
{
    private const string Help = "en-US";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("nsmps-help-");

    public ModuleCopy(params string[] arguments)
    {
        Directory.CreateDirectory(Folder);
        foreach (var entry in new DirectoryInfo(Checkout.Module).EnumerateFileSystemInfos().Where(entry => entry.Name != Help))
        {
            File.CreateSymbolicLink(Path.Combine(Folder, entry.Name), entry.FullName);
        }

        Assert.Empty(HelpFiles.Make(HelpOptions.Parse([
            "--commands", Path.Combine(Checkout.Docs, "commands"), "--about", Path.Combine(Checkout.Docs, "about"),
            "--output", Path.Combine(Folder, Help), "--help-file", "NsmPS.dll-Help.xml", .. arguments])!));
    }

    public string Folder => Path.Combine(_folder.FullName, "NsmPS");

    public string Maml => Path.Combine(Folder, Help, "NsmPS.dll-Help.xml");

    /// <summary>A folder with a program that stands in for the one that opens pages: it writes the address.</summary>
    [SupportedOSPlatform("linux")]
    public string Browser()
    {
        var programs = _folder.CreateSubdirectory("bin").FullName;
        var program = Path.Combine(programs, "xdg-open");
        File.WriteAllText(program, "#!/bin/sh\necho \"opened $1\"\n");
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        return programs;
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
