import { type MappingAlgorithm, theme as antdTheme, type ThemeConfig } from 'antd'
import { dark, light, type Palette } from './tokens'

/** The library's dark algorithm dulls the colours it is given; ours are chosen for the dark already. */
function darkWith(palette: Palette): MappingAlgorithm {
  return (seed, map) => ({
    ...antdTheme.darkAlgorithm(seed, map),
    colorPrimary: palette.jade,
    colorPrimaryHover: '#5bd0c0',
    colorPrimaryActive: '#34a798',
    colorInfo: palette.slate,
    colorSuccess: palette.jade,
    colorWarning: palette.amber,
    colorError: palette.cinnabar,
  })
}

/** Returns the component library's theme for one appearance. */
export function componentTheme(appearance: 'light' | 'dark', still: boolean): ThemeConfig {
  const palette = appearance === 'dark' ? dark : light
  return {
    algorithm: appearance === 'dark' ? darkWith(palette) : antdTheme.defaultAlgorithm,
    token: {
      colorPrimary: palette.jade,
      colorInfo: palette.slate,
      colorSuccess: palette.jade,
      colorWarning: palette.amber,
      colorError: palette.cinnabar,
      colorLink: palette.jade,
      colorTextLightSolid: palette.onJade,
      colorText: palette.ink1,
      colorTextSecondary: palette.ink2,
      colorTextDescription: palette.ink2,
      colorTextPlaceholder: palette.ink2,
      colorBorder: palette.line,
      colorBorderSecondary: palette.line,
      colorBgLayout: palette.paper,
      colorBgContainer: palette.card,
      colorBgElevated: palette.card,
      colorBgMask: palette.veil,
      fontFamily: 'var(--font)',
      fontFamilyCode: 'var(--mono)',
      fontSize: 14,
      fontSizeSM: 12,
      borderRadius: 8,
      borderRadiusLG: 10,
      controlHeight: 34,
      motion: !still,
      motionDurationFast: '0.08s',
      motionDurationMid: '0.12s',
      motionDurationSlow: '0.14s',
    },
    components: {
      Button: { primaryShadow: 'none', defaultShadow: 'none', dangerShadow: 'none', fontWeight: 400 },
      Drawer: { paddingLG: 20 },
      Modal: { contentBg: palette.card },
      Tabs: { horizontalMargin: '0 0 16px 0', titleFontSize: 14 },
      Form: { verticalLabelPadding: '0 0 4px', itemMarginBottom: 20 },
      Tooltip: { colorBgSpotlight: '#24323b', colorTextLightSolid: '#f2f5f6' },
    },
  }
}
