namespace NsmPS.HelpBuild.Commands;

/// <summary>Another topic; one on the web has an address.</summary>
internal sealed record RelatedLink(string Text, Uri? Address);
