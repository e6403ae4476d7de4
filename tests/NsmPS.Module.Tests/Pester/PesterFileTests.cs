using NsmPS.Module.Tests.Engine;

namespace NsmPS.Module.Tests.Pester;

/// <summary>The Pester files and the examples are read here: they parse, and every command in them exists and takes its parameters together.</summary>
public sealed class PesterFileTests : IDisposable
{
    private readonly ModuleEngine _engine = ModuleEngine.Start();

    public static TheoryData<string> PesterFiles => [.. PesterFolder.Files];

    public static TheoryData<string> Examples => [.. PesterFolder.Examples];

    public void Dispose() => _engine.Dispose();

    [Theory]
    [MemberData(nameof(PesterFiles))]
    public void PesterFile_Always_ParsesAndCallsWhatExists(string file)
    {
        LearnPester();

        Assert.Empty(ScriptRules.ProblemsOfAll(PesterFolder.Read(file), _engine));
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void Example_Always_CallsOnlyWhatTheBareEngineHas(string file)
    {
        Assert.Empty(ScriptRules.ProblemsOfAll(PesterFolder.Read(file), _engine));
    }

    [Fact]
    public void PesterFiles_Together_CallEveryCommand()
    {
        var text = string.Join('\n', PesterFolder.Files.Select(PesterFolder.Read));

        Assert.All(ModuleManifest.Commands, command => Assert.Matches($@"(?<!')\b{command} ", text));
    }

    [Theory]
    [InlineData("Get-NsmNothing", "there is no command Get-NsmNothing")]
    [InlineData("Get-NsmMesh -Color red", "Get-NsmMesh has no parameter -Color")]
    [InlineData("Get-NsmMesh | Where-Object State -EQ Ready | ForEach-Object { Get-NsmMesh -Colour red }", "Get-NsmMesh has no parameter -Colour")]
    [InlineData("Get-NsmSandbox -Kube config", "Get-NsmSandbox has no parameter -Kube")]
    [InlineData("Stop-NsmAdapter -Port 1 -All", "Stop-NsmAdapter does not take -Port -All together")]
    [InlineData("Get-Nothing", "there is no command Get-Nothing")]
    [InlineData("function Get-Own { param($Name) } Get-Own -Nam one", "Get-Own has no parameter -Nam")]
    [InlineData("It 'x' { 1 | Should -BeAlmost 1 }", "Should has no parameter -BeAlmost")]
    [InlineData("1 | Should -Be 1 -BeTrue", "Should does not take -Be -BeTrue together")]
    [InlineData("Set-Content -File name", "Set-Content has no parameter -File")]
    [InlineData("if (", "Missing")]
    public void Rules_BadScript_AreNotSilent(string script, string problem)
    {
        LearnPester();

        Assert.Contains(ScriptRules.ProblemsOfAll(script, _engine), found => found.Contains(problem, StringComparison.Ordinal));
    }

    [Fact]
    public void Rules_GoodScript_HaveNothingToSay()
    {
        LearnPester();

        Assert.Empty(ScriptRules.ProblemsOfAll("function Get-Own { param($Name) } Describe 'x' { It 'y' { Get-Own -Name z | Should -Not -Be 1 -Because 'no' } }; Stop-NsmAdapter -Port 1 -WhatIf", _engine));
    }

    // The commands of Pester, and the few of pwsh, that Pester files may use are those of the stand-in; and their shared file has functions of its own.
    private void LearnPester()
    {
        _engine.Run("Import-Module -Name $args[0]", PesterFolder.StandIn).ThrowIfFailed();
        Assert.Empty(ScriptRules.ProblemsOfAll(PesterFolder.Read(PesterFolder.Shared), _engine));
    }
}
