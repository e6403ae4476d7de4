using NsmPS.Module.Tests.Engine;

namespace NsmPS.Module.Tests;

/// <summary>The Pester files run where pwsh is installed. Here they are only read: they parse, and what they call of ours exists.</summary>
public sealed class PesterFileTests : IDisposable
{
    private static readonly string s_folder = Path.Combine(Built.Repository, "tests", "Pester");

    private readonly ModuleEngine _engine = ModuleEngine.Start();

    public static TheoryData<string> Files => [.. Directory.GetFiles(s_folder, "*.ps1").Select(file => Path.GetFileName(file)).Order()];

    public void Dispose() => _engine.Dispose();

    [Theory]
    [MemberData(nameof(Files))]
    public void File_Always_ParsesAndCallsWhatExists(string file)
    {
        Assert.Empty(ScriptRules.Problems(File.ReadAllText(Path.Combine(s_folder, file)), _engine));
    }

    [Fact]
    public void Files_Together_CallEveryCommand()
    {
        var text = string.Join('\n', Directory.GetFiles(s_folder, "*.ps1").Select(File.ReadAllText));

        Assert.All(ModuleManifest.Commands, command => Assert.Contains(command, text, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Get-NsmNothing", "there is no command Get-NsmNothing")]
    [InlineData("Get-NsmMesh -Color red", "Get-NsmMesh has no parameter -Color")]
    [InlineData("if (", "Missing")]
    public void Rules_BadScript_AreNotSilent(string script, string problem)
    {
        Assert.Contains(ScriptRules.Problems(script, _engine), found => found.Contains(problem, StringComparison.Ordinal));
    }
}
