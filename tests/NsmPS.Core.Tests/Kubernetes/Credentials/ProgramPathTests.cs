using NsmPS.Core.Tests.Fakes;
using NsmPS.Kubernetes.Credentials;

namespace NsmPS.Core.Tests.Kubernetes.Credentials;

public sealed class ProgramPathTests : IDisposable
{
    private readonly KubeconfigFolder _folder = new();

    public ProgramPathTests() => Assert.SkipWhen(OperatingSystem.IsWindows(), "The programs of these tests are shell scripts.");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Find_Name_TakesTheFirstProgramOfPath()
    {
        var first = Write("first/login", UnixFileMode.UserRead);
        var second = Write("second/login", UnixFileMode.UserRead | UnixFileMode.UserExecute);
        Directory.CreateDirectory(_folder.PathOf("zeroth/login"));
        Assert.Equal(second, Find("login", _folder.PathOf("zeroth"), Path.GetDirectoryName(first)!, Path.GetDirectoryName(second)!));
    }

    [Theory]
    [InlineData(".")]
    [InlineData("")]
    [InlineData("sub")]
    public void Find_NameBelowTheCurrentFolder_IsNotTaken(string path)
    {
        // The folder of the tests' own program, which is where the runtime would look too.
        var relative = Path.GetRelativePath(Environment.CurrentDirectory, Write("login", UnixFileMode.UserExecute));
        Assert.Null(Find("login", path, Path.GetDirectoryName(relative)!));
        Assert.Null(Find(Path.GetFileName(Environment.ProcessPath)!, "."));
    }

    [Fact]
    public void Find_Path_IsThatFileOnly()
    {
        var program = Write("login", UnixFileMode.UserExecute);
        Assert.Equal(program, Find(program, ""));
        Assert.Null(Find(program + "-not", Path.GetDirectoryName(program)!));
        Assert.Null(Find("./login", Path.GetDirectoryName(program)!));
    }

    private static string? Find(string command, params string[] folders) =>
        ProgramPath.Find(command, name => name == "PATH" ? string.Join(Path.PathSeparator, folders) : null);

    private string Write(string name, UnixFileMode mode)
    {
        var path = _folder.Write(name, "");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, mode);
        }

        return path;
    }
}
